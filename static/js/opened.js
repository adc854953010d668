// On an episode page: record in this browser that it was opened.

import { record } from "./balance.js";

const episode = document.querySelector("[data-opened]")?.dataset;

if (episode?.position !== undefined) {
  record({
    slug: episode.slug,
    title: episode.title,
    url: episode.url,
    position: Number(episode.position),
    band: episode.band,
    lens: episode.lens,
    at: new Date().toISOString(),
  });
}

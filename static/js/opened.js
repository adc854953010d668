// On the page of an episode: notes in this browser that it was opened.

import { note } from "./balance.js";

const said = document.querySelector("[data-opened]")?.dataset;

if (said?.position !== undefined) {
  note({
    slug: said.slug,
    title: said.title,
    url: said.url,
    position: Number(said.position),
    band: said.band,
    lens: said.lens,
    at: new Date().toISOString(),
  });
}

// The page's player: an audio element, or a YouTube video that loads only on request.

import { forget, recall, store } from "./memory.js";

const EMBED = "https://www.youtube-nocookie.com";

/** Return the page's player, or null. `onTime` is called with the time in seconds during playback. */
export function findPlayer(onTime) {
  const root = document.querySelector("[data-player]");
  if (!root) return null;
  return root.dataset.player === "audio" ? audioPlayer(root, onTime) : videoPlayer(root, onTime);
}

/** Store `hash` so that the transcript page plays from there. */
export function storePosition(hash) {
  store("play", hash, sessionStorage);
}

/** Return the stored hash and delete it. */
export function takePosition() {
  const hash = recall("play", sessionStorage);
  forget("play", sessionStorage);
  return hash;
}

function audioPlayer(root, onTime) {
  const audio = root.querySelector("audio");
  const key = `place:${audio.src}`;
  const speed = root.querySelector("[data-speed]");
  const setSpeed = (rate) => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(rate);
    speed.value = String(rate);
  };
  const skip = (seconds) => { audio.currentTime = Math.max(0, audio.currentTime + seconds); };
  const toggle = () => (audio.paused ? play(audio) : audio.pause());
  for (const button of root.querySelectorAll("[data-skip]")) {
    button.addEventListener("click", () => skip(Number(button.dataset.skip)));
  }
  speed.addEventListener("change", () => {
    setSpeed(speed.value);
    store("speed", speed.value);
  });
  setSpeed(recall("speed") ?? "1");
  audio.addEventListener("timeupdate", () => {
    onTime(audio.currentTime);
    store(key, String(Math.floor(audio.currentTime)));
  });
  audio.addEventListener("ended", () => forget(key));
  const resumeAt = Number(recall(key) ?? 0);
  if (resumeAt > 5) {
    audio.currentTime = resumeAt;
    root.querySelector("[data-resume]").textContent = `Resumes at ${clock(resumeAt)}.`;
  }
  return {
    loaded: true,
    skip,
    toggle,
    cue() {}, // keep the resume position; Play buttons and time links override it
    playFrom(seconds) {
      audio.currentTime = seconds;
      return play(audio);
    },
  };
}

function play(audio) {
  return audio.play().catch(() => {}); // the browser may require a click first, or the file may be missing
}

function videoPlayer(root, onTime) {
  const link = root.querySelector("[data-load]");
  let frame = null;
  let from = 0;
  let time = 0;
  let playing = true;
  const send = (func, ...args) =>
    frame?.contentWindow.postMessage(JSON.stringify({ event: "command", func, args }), EMBED);
  const load = (seconds) => {
    const query = new URLSearchParams({
      autoplay: "1", enablejsapi: "1", playsinline: "1", origin: location.origin, start: String(Math.floor(seconds)),
    });
    frame = document.createElement("iframe");
    frame.title = "Video of the conversation";
    frame.allow = "autoplay; fullscreen";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = `${EMBED}/embed/${encodeURIComponent(root.dataset.video)}?${query}`;
    frame.addEventListener("load", () =>
      frame.contentWindow.postMessage(JSON.stringify({ event: "listening" }), EMBED));
    link.parentElement.replaceWith(frame);
    store("video", "loaded", sessionStorage);
  };
  addEventListener("message", (event) => {
    if (event.origin !== EMBED || event.source !== frame?.contentWindow) return;
    const info = parse(event.data)?.info;
    if (typeof info?.playerState === "number") playing = info.playerState === 1;
    if (typeof info?.currentTime !== "number") return;
    time = info.currentTime;
    onTime(time);
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    load(from);
  });
  return {
    get loaded() { return frame !== null; },
    skip: (seconds) => send("seekTo", Math.max(0, time + seconds), true),
    toggle: () => send(playing ? "pauseVideo" : "playVideo"),
    cue(seconds) {
      from = seconds;
      root.querySelector("[data-load-label]").textContent = `Play on YouTube from ${clock(seconds)}`;
    },
    playFrom(seconds) {
      if (frame) send("seekTo", seconds, true);
      else load(seconds);
    },
  };
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":");
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

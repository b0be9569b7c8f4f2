"use strict";
// The file never leaves the device: its SHA-256 is computed here and only that is asked about.
const words = JSON.parse(document.getElementById("words").textContent);
const told = document.getElementById("told");

function say(text, good) {
  told.textContent = text;
  told.className = good ? "verdict good" : "verdict";
}

async function sha256(file) {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function ask(path, sha256) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sha256 }),
  });
}

document.getElementById("file").addEventListener("change", async event => {
  const file = event.target.files[0];
  if (!file) return;
  say("…", true);
  try {
    const code = document.getElementById("code").value.trim();
    const path = code ? `verifications/${encodeURIComponent(code)}/document-check` : "document-checks";
    const answer = await ask(path, await sha256(file));
    if (answer.status === 404) return say(code ? words.unknown : words.foreign, false);
    if (!answer.ok) return say(words.failed, false);
    const found = await answer.json();
    const genuine = found.document === "GENUINE";
    say(genuine ? `${words.same} ${words[found.standing]}` : words.ALTERED, genuine && found.standing === "GENUINE");
  } catch (error) {
    say(words.failed, false);
  }
});

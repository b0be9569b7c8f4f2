const contents = document.querySelector("nav .contents");
const wide = matchMedia("(min-width: 64rem)");
const operations = [...document.querySelectorAll(".operation")];
const filter = document.getElementById("filter");
const unfold = document.getElementById("unfold");
const found = document.getElementById("found");

function fitContents() {
  contents.open = wide.matches;
}

function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
  if (!wide.matches) contents.open = false;
}

function choose() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const operation of operations) {
    operation.hidden = !words.every((word) => operation.dataset.search.includes(word));
    document.querySelector(`nav a[href="#${operation.id}"]`).parentElement.hidden = operation.hidden;
  }
  for (const area of document.querySelectorAll(".area")) {
    area.hidden = !area.querySelector(".operation:not([hidden])");
  }
  const shown = operations.filter((operation) => !operation.hidden).length;
  found.textContent = words.length ? (shown ? `${shown} / ${operations.length}` : found.dataset.none) : "";
}

function unfoldAll() {
  const open = unfold.dataset.open !== "yes";
  unfold.dataset.open = open ? "yes" : "no";
  for (const operation of operations) operation.open = open;
  [unfold.textContent, unfold.dataset.other] = [unfold.dataset.other, unfold.textContent];
}

document.querySelector(".tools").hidden = false;
wide.addEventListener("change", fitContents);
addEventListener("hashchange", reveal);
filter.addEventListener("input", choose);
unfold.addEventListener("click", unfoldAll);
fitContents();
reveal();

"use strict";

const list = document.getElementById("messages");
const state = document.getElementById("state");
const template = document.getElementById("row");
const title = document.title;
let revision = null;

function row(message) {
  const item = template.content.cloneNode(true).firstElementChild;
  item.dataset.id = message.id;
  item.firstElementChild.href = "/messages/" + message.id;
  item.querySelector(".subject").textContent = message.subject || "(no subject)";
  item.querySelector(".to").textContent = (message.kind === "text" ? "Text message to " : "") + message.to;
  item.querySelector("time").textContent = message.time;
  return item;
}

function summary(count) {
  return count === 0 ? "No messages yet." : count === 1 ? "1 message" : count + " messages";
}

/* Unchanged rows are not touched, so that nothing flickers and the focus stays. */
function show({revision: newRevision, messages}) {
  if (newRevision === revision) {
    return;
  }
  revision = newRevision;
  const ids = new Set(messages.map(message => message.id));
  const shown = new Set();
  for (const item of [...list.children]) {
    if (ids.has(item.dataset.id)) {
      shown.add(item.dataset.id);
    } else {
      item.remove();
    }
  }
  for (const message of [...messages].reverse()) {
    if (!shown.has(message.id)) {
      list.prepend(row(message));
    }
  }
  document.title = (messages.length ? "(" + messages.length + ") " : "") + title;
}

function say(text) {
  if (state.textContent !== text) {
    state.textContent = text;
  }
}

async function refresh() {
  try {
    const answer = await fetch("/messages.json", {cache: "no-store"});
    if (!answer.ok) {
      throw new Error("status " + answer.status);
    }
    show(await answer.json());
    say(summary(list.children.length));
  } catch {
    say("The local server does not answer. It shows new messages again once it runs.");
  }
}

async function keepRefreshing() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(keepRefreshing, 1500);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    refresh();
  }
});
keepRefreshing();

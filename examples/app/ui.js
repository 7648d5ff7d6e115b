// The few building blocks of the pages. Text only ever becomes text: nothing here takes HTML.

import { fieldSentence, sentence } from "./errors.js";

/** An element: `h("a", { href: "/sign-in" }, "Sign in")`. Names that begin with "on" are listeners. */
export function h(name, properties = {}, ...children) {
    return filled(document.createElement(name), properties, children);
}

/** The same for SVG. */
export function svg(name, properties = {}, ...children) {
    return filled(document.createElementNS("http://www.w3.org/2000/svg", name), properties, children);
}

function filled(element, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value === true) {
            element.setAttribute(name, "");
        } else if (value !== false && value !== undefined && value !== null) {
            element.setAttribute(name, value);
        }
    }
    element.append(
        ...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false),
    );
    return element;
}

let ids = 0;

/** An input with its label, hint and error. `name` is that of the member that the API knows. */
export function field({ name, label, hint, options, value, optional = false, code = false, ...attributes }) {
    const id = `${name}-${++ids}`;
    const described = `${hint ? `${id}-hint ` : ""}${id}-error`;
    const properties = { id, name, "aria-describedby": described, required: !optional, ...attributes };
    const input = options
        ? h(
              "select",
              properties,
              options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
          )
        : h("input", {
              ...(code ? { inputmode: "numeric", autocomplete: "one-time-code", spellcheck: "false" } : {}),
              ...properties,
              value,
          });
    const error = h("p", { id: `${id}-error`, class: "field-error" });
    return {
        name,
        input,
        optional,
        element: h(
            "div",
            { class: code ? "field code" : "field" },
            h("label", { for: id }, label),
            input,
            hint && h("p", { id: `${id}-hint`, class: "hint" }, hint),
            error,
        ),
        show(text) {
            error.textContent = text;
            input.toggleAttribute("aria-invalid", false);
            if (text) {
                input.setAttribute("aria-invalid", "true");
            }
        },
    };
}

/** A form whose `act` gets the values by name. What `act` throws is shown, and the focus goes there. */
export function form({ fields = [], submit, act, label, after = [] }) {
    const problem = problemBox();
    const button = h("button", { class: "primary" }, submit);
    return h(
        "form",
        {
            novalidate: true,
            "aria-label": label,
            onsubmit: async (event) => {
                event.preventDefault();
                await once(button, async () => {
                    clear(problem, fields);
                    const empty = fields.filter(({ input, optional }) => !optional && input.value === "");
                    if (empty.length > 0) {
                        empty.forEach((one) => one.show("Fill this in."));
                        empty[0].input.focus();
                        return;
                    }
                    try {
                        await act(Object.fromEntries(fields.map(({ name, input }) => [name, input.value])));
                    } catch (error) {
                        show(error, problem, fields);
                    }
                });
            },
        },
        problem,
        fields.map(({ element }) => element),
        button,
        after,
    );
}

/** A button whose `act` may fail; the reason is shown in front of it. */
export function button(text, act, properties = {}) {
    const problem = problemBox();
    const element = h(
        "button",
        {
            type: "button",
            onclick: () =>
                once(element, async () => {
                    clear(problem, []);
                    try {
                        await act();
                    } catch (error) {
                        show(error, problem, []);
                    }
                }),
            ...properties,
        },
        text,
    );
    return [problem, element];
}

function problemBox() {
    return h("div", { class: "problem", role: "alert", tabindex: "-1" });
}

/** Keeps the focus, which a disabled button would lose, and ignores a second click. */
async function once(element, act) {
    if (element.getAttribute("aria-disabled") === "true") {
        return;
    }
    element.setAttribute("aria-disabled", "true");
    try {
        await act();
    } finally {
        element.removeAttribute("aria-disabled");
    }
}

function clear(problem, fields) {
    problem.replaceChildren();
    fields.forEach((one) => one.show(""));
}

function show(error, problem, fields) {
    const found = (error.fields ?? []).map((wrong) => [fields.find(({ name }) => name === wrong.field), wrong]);
    found.forEach(([one, wrong]) => one?.show(fieldSentence(wrong)));
    const first = found.find(([one]) => one)?.[0];
    if (first) {
        first.input.focus();
        return;
    }
    const elsewhere = found.map(([, wrong]) => `${wrong.field}: ${fieldSentence(wrong)}`);
    problem.replaceChildren(
        h("p", {}, elsewhere.length > 0 ? elsewhere.join(" ") : sentence(error)),
        ...(error.status >= 500 ? [h("p", { class: "request" }, `Request ${error.requestId}`)] : []),
    );
    problem.focus();
}

/** What went well, or what the user has to know; read out at once. */
export function status(text) {
    return h("p", { class: "status", role: "status" }, text);
}

export const email = (value) =>
    field({ name: "email", label: "Email", type: "email", autocomplete: "username", spellcheck: "false", value });

export const newPassword = (name = "password") =>
    field({
        name,
        label: "New password",
        type: "password",
        autocomplete: "new-password",
        hint: "At least 8 characters.",
    });

/** A time as the user writes it. */
export const time = (text) =>
    text
        ? h("time", { datetime: text }, new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }))
        : "never";

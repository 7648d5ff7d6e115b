import { call, sessionId } from "../api.js";
import { button, h, time } from "../ui.js";

export const title = "Your sessions";
export const needsSession = true;

export async function content({ go }) {
    const { items } = await call("GET", "/auth/sessions");
    return [
        h(
            "section",
            { "aria-label": "Sessions" },
            h(
                "ul",
                { class: "rows" },
                items.map((session) =>
                    h(
                        "li",
                        {},
                        h(
                            "div",
                            {},
                            h("strong", {}, device(session.user_agent)),
                            session.id === sessionId() && [" ", h("span", { class: "badge" }, "this one")],
                            h(
                                "p",
                                { class: "quiet" },
                                "Last seen ",
                                time(session.last_seen_at),
                                session.ip && `, from ${session.ip}`,
                            ),
                        ),
                        session.id !== sessionId() &&
                            button(
                                "End",
                                async () => {
                                    await call("DELETE", `/auth/sessions/${session.id}`);
                                    await go("/sessions", { notice: "The session has ended." });
                                },
                                { class: "small", "aria-label": `End the session of ${device(session.user_agent)}` },
                            ),
                    ),
                ),
            ),
        ),
    ];
}

/** A name for a program, from what it says about itself. */
function device(agent) {
    const text = agent ?? "";
    const browser = /(Edg|Firefox|Chrome|Safari)\//.exec(text)?.[1]?.replace("Edg", "Edge");
    const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(text)?.[1]?.replace("Mac OS X", "macOS");
    return [browser, system].filter(Boolean).join(" on ") || text.slice(0, 40) || "Unknown device";
}

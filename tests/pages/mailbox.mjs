import { createServer } from "node:net";

/**
 * A mail server on this machine that keeps its mails, for a Keycloak that runs here too.
 *
 * It speaks as much SMTP as Keycloak needs: no TLS, no authentication, one message per connection at a time.
 */
export async function openMailbox() {
    const messages = [];
    let waiting = [];

    const server = createServer((socket) => {
        let received = "";
        let inMessage = false;
        socket.setEncoding("latin1");
        socket.on("error", () => socket.destroy());
        socket.write("220 localhost\r\n");
        socket.on("data", (chunk) => {
            received += chunk;
            for (;;) {
                const end = received.indexOf(inMessage ? "\r\n.\r\n" : "\r\n");
                if (end < 0) {
                    return;
                }
                const part = received.slice(0, end);
                received = received.slice(end + (inMessage ? 5 : 2));
                if (inMessage) {
                    inMessage = false;
                    messages.push(readable(part));
                    waiting.forEach((wake) => wake());
                    waiting = [];
                    socket.write("250 kept\r\n");
                } else if (/^DATA/i.test(part)) {
                    inMessage = true;
                    socket.write("354 go on\r\n");
                } else if (/^QUIT/i.test(part)) {
                    socket.end("221 bye\r\n");
                } else {
                    socket.write("250 ok\r\n");
                }
            }
        });
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

    return {
        port: server.address().port,

        /** The first link of the server in a mail to the address; waits ten seconds for it. */
        async link(address) {
            const deadline = Date.now() + 10_000;
            for (;;) {
                const at = messages.findIndex((message) => message.includes(`To: ${address}`));
                if (at >= 0) {
                    const [message] = messages.splice(at, 1);
                    const link = message.match(/https?:\/\/[^\s"<>]+\/login-actions\/action-token[^\s"<>]+/);
                    if (link) {
                        return link[0].replaceAll("&amp;", "&");
                    }
                }
                const left = deadline - Date.now();
                if (left <= 0) {
                    throw new Error(`No mail with a link to ${address}`);
                }
                await new Promise((resolve) => {
                    waiting.push(resolve);
                    setTimeout(resolve, left);
                });
            }
        },

        close() {
            server.close();
        },
    };
}

function readable(message) {
    return message
        .replaceAll("\r\n..", "\r\n.")
        .replaceAll("=\r\n", "")
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}

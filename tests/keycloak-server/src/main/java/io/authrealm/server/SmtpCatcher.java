package io.authrealm.server;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;

/**
 * GreenMail on a free port of this machine. It accepts the mails to every address and passes each
 * one on instead of storing it for its recipients.
 *
 * <p>One connection may carry {@value #MAX_BYTES} bytes. The mail that would exceed them is cut off
 * and refused, because GreenMail alone reads a mail of any size into memory. Anything that is not
 * SMTP ends the connection, so no web page can send a mail by posting one to this port.
 */
final class SmtpCatcher implements AutoCloseable {

    static final int MAX_BYTES = 5 << 20;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int START_LIMIT_MILLIS = 10_000;

    private final Server server;

    private SmtpCatcher(Server server) {
        this.server = server;
    }

    /**
     * @throws IllegalStateException if it does not listen within {@value #START_LIMIT_MILLIS} ms
     */
    static SmtpCatcher start(CaughtMessages messages, InstantSource clock) {
        Managers managers = new Managers();
        Server server = new Server(managers, new Delivery(managers, messages, clock));
        server.startService();
        try {
            if (server.waitTillRunning(START_LIMIT_MILLIS)) {
                return new SmtpCatcher(server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stopService();
        throw new IllegalStateException("the mail catcher cannot listen on " + LOOPBACK);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.stopService();
    }

    private static final class Server extends SmtpServer {

        private final Delivery delivery;

        Server(Managers managers, Delivery delivery) {
            super(new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP), managers);
            this.delivery = delivery;
            setDaemon(true);
        }

        @Override
        protected ServerSocket openServerSocket() throws IOException {
            ServerSocket listening =
                    new ServerSocket() {
                        @Override
                        public Socket accept() throws IOException {
                            Socket socket = new BoundedSocket();
                            implAccept(socket);
                            return socket;
                        }
                    };
            listening.bind(new InetSocketAddress(LOOPBACK, 0));
            return listening;
        }

        @Override
        protected ProtocolHandler createProtocolHandler(Socket socket) {
            SmtpHandler handler = new SmtpHandler(new OnlySmtp(), delivery, socket);
            ((BoundedSocket) socket).atEnd = handler::close;
            return handler;
        }
    }

    /** Accepts a mail once, for any number of recipients. */
    private static final class Delivery extends SmtpManager {

        private final CaughtMessages messages;
        private final InstantSource clock;

        Delivery(Managers managers, CaughtMessages messages, InstantSource clock) {
            super(managers.getImapHostManager(), managers.getUserManager());
            this.messages = messages;
            this.clock = clock;
        }

        @Override
        public synchronized void send(SmtpState state) {
            MovingMessage mail = state.getMessage();
            List<String> recipients =
                    mail.getToAddresses().stream().map(MailAddress::getEmail).distinct().toList();
            messages.add(MailReader.read(mail.getMessage(), recipients, clock.instant()));
        }
    }

    private static final class OnlySmtp extends SmtpCommandRegistry {

        @Override
        public SmtpCommand getCommand(String name) {
            SmtpCommand command = super.getCommand(name);
            return command == null ? new HangUp() : command;
        }
    }

    private static final class HangUp extends SmtpCommand {

        @Override
        public void execute(
                SmtpConnection connection, SmtpState state, SmtpManager manager, String line) {
            connection.send("500 This is not SMTP");
            connection.quit();
        }
    }

    private static final class BoundedSocket extends Socket {

        private volatile Runnable atEnd = () -> {};

        @Override
        public InputStream getInputStream() throws IOException {
            return new Bounded(super.getInputStream());
        }

        /**
         * Ends like a stream that the client has closed. The handler is told first: a handler that
         * meets the end unprepared throws, with the whole mail in its message.
         */
        private final class Bounded extends FilterInputStream {

            private int left = MAX_BYTES;

            Bounded(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = left == 0 ? -1 : in.read(buffer, offset, Math.min(length, left));
                if (read < 0) {
                    atEnd.run();
                } else {
                    left -= read;
                }
                return read;
            }
        }
    }
}

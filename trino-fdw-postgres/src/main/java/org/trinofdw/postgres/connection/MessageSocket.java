package org.trinofdw.postgres.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The socket of a connection of the JDBC driver, whose input can be read past the driver while rows come.
 */
final class MessageSocket
        extends ForwardingSocket
{
    /** Where a thread looks for the socket that the driver asks on it. */
    private static final ThreadLocal<AtomicReference<ServerMessages>> FOUND = new ThreadLocal<>();

    private ServerMessages messages;

    MessageSocket(Socket delegate)
            throws SocketException
    {
        super(delegate);
    }

    /**
     * What comes in under a connection. The driver does not show its socket, but asks it for its time-out on the thread that asks the connection.
     *
     * @param connection the driver's own
     * @return empty if the driver reads from something else
     */
    static Optional<ServerMessages> messages(Connection connection)
            throws SQLException
    {
        AtomicReference<ServerMessages> found = new AtomicReference<>();
        FOUND.set(found);
        try {
            connection.getNetworkTimeout();
        }
        finally {
            FOUND.remove();
        }
        return Optional.ofNullable(found.get());
    }

    /** The same for all who ask, as it may hold bytes that nobody has read. */
    @Override
    public synchronized InputStream getInputStream()
            throws IOException
    {
        if (messages == null) {
            messages = new ServerMessages(super.getInputStream());
        }
        return messages;
    }

    @Override
    public synchronized int getSoTimeout()
            throws SocketException
    {
        AtomicReference<ServerMessages> found = FOUND.get();
        if (found != null) {
            found.set(messages);
        }
        return super.getSoTimeout();
    }
}

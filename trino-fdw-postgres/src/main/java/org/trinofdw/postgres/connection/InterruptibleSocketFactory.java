package org.trinofdw.postgres.connection;

import javax.net.SocketFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Makes sockets that an interrupt closes. The engine interrupts the threads of a query that has ended; one that waits for the first row of a remote statement,
 * or for its lock, would not notice otherwise, and would keep its connection, its lock and a thread of the worker until the server answers.
 * <p>
 * The JDBC driver makes it by its name. What comes in through a socket may be read past the driver ({@link MessageSocket}).
 */
public final class InterruptibleSocketFactory
        extends SocketFactory
{
    @Override
    public Socket createSocket()
            throws IOException
    {
        // the socket of a channel waits as the channel does: an interrupt closes it (java.nio.channels.InterruptibleChannel)
        return new MessageSocket(SocketChannel.open().socket());
    }

    @Override
    public Socket createSocket(String host, int port)
            throws IOException
    {
        return connect(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException
    {
        return connect(new InetSocketAddress(localHost, localPort), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port)
            throws IOException
    {
        return connect(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort)
            throws IOException
    {
        return connect(new InetSocketAddress(localAddress, localPort), new InetSocketAddress(host, port));
    }

    private Socket connect(SocketAddress remote)
            throws IOException
    {
        return connect(null, remote);
    }

    /**
     * @param local null for any
     */
    private Socket connect(SocketAddress local, SocketAddress remote)
            throws IOException
    {
        Socket socket = createSocket();
        try {
            socket.bind(local);
            socket.connect(remote);
            return socket;
        }
        catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}

package org.trinofdw.product.cluster;

import org.trinofdw.product.console.LauncherException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * TCP ports of this machine, on 127.0.0.1 alone.
 */
public final class Ports
{
    public static final String HOST = "127.0.0.1";

    private Ports() {}

    public static int findFree()
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
        catch (IOException e) {
            throw new UncheckedIOException("No free TCP port on " + HOST, e);
        }
    }

    /**
     * @param option the option by which the person can choose another port
     * @throws LauncherException if something else listens there
     */
    public static void requireFree(int port, String option)
    {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), 1);
        }
        catch (IOException e) {
            throw new LauncherException(
                    "Port %s on %s cannot be used (%s). Choose another one with %s, or end what listens there ('ss -ltnp sport = :%s' names it)"
                            .formatted(port, HOST, e.getMessage(), option, port),
                    e);
        }
    }
}

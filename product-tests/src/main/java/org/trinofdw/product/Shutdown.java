package org.trinofdw.product;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what a command opened, last first, once: at its end or when the JVM is asked to end (Ctrl-C, kill).
 */
public final class Shutdown
        implements AutoCloseable
{
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public Shutdown()
    {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::close));
    }

    public synchronized <T extends AutoCloseable> T register(T resource)
    {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close()
    {
        while (!opened.isEmpty()) {
            AutoCloseable resource = opened.pop();
            try {
                resource.close();
            }
            catch (Exception e) {
                // the rest must be closed all the same
                System.err.println("fdw: while ending: " + e);
            }
        }
    }
}

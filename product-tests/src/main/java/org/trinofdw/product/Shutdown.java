package org.trinofdw.product;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

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

    /**
     * Waits until the JVM is asked to end.
     */
    public void awaitSignal()
    {
        try {
            // nobody counts it down: the hook closes everything while this thread waits
            new CountDownLatch(1).await();
        }
        catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.trinofdw.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends this process when the pipe to its parent closes. The operating system closes the pipe with the parent, whatever ended it.
 */
final class ParentWatch
{
    /**
     * The time that an orderly end (shutdown hooks, remote sessions closed) may take before the process is cut off.
     */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private ParentWatch() {}

    static void start(InputStream parent)
    {
        Thread.ofPlatform()
                .name("parent-watch")
                .daemon()
                .start(() -> {
                    awaitEnd(parent);
                    haltAfterGrace();
                    System.exit(0);
                });
    }

    private static void awaitEnd(InputStream parent)
    {
        try {
            while (parent.read() >= 0) {
                // the parent says nothing; only the end counts
            }
        }
        catch (IOException _) {
            // a broken pipe is an end as well
        }
    }

    private static void haltAfterGrace()
    {
        Thread.ofPlatform()
                .name("parent-watch-halt")
                .daemon()
                .start(() -> {
                    try {
                        Thread.sleep(GRACE);
                    }
                    catch (InterruptedException _) {
                        // nobody interrupts it; ending at once is right as well
                    }
                    Runtime.getRuntime().halt(1);
                });
    }
}

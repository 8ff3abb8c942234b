package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.fault.RequestKind;

import java.io.IOException;

import static java.util.Objects.requireNonNull;

/**
 * The kind of a request and what answers it.
 */
record Route(RequestKind kind, Action action)
{
    Route
    {
        requireNonNull(kind, "kind is null");
        requireNonNull(action, "action is null");
    }

    @FunctionalInterface
    interface Action
    {
        void run()
                throws IOException;
    }
}

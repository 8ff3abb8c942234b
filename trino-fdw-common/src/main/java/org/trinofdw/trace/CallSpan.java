package org.trinofdw.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

import static java.util.Objects.requireNonNull;

/**
 * The span of one call, which has an error when it ends unless it was said to have succeeded. It does not have the error's message, which may quote what was sent.
 */
public final class CallSpan
        implements AutoCloseable
{
    private final Span span;
    private boolean succeeded;

    CallSpan(Span span)
    {
        this.span = requireNonNull(span, "span is null");
    }

    /** Adds what the answer tells; never a secret. */
    public void set(String attribute, String value)
    {
        span.setAttribute(attribute, value);
    }

    public void succeeded()
    {
        succeeded = true;
    }

    @Override
    public void close()
    {
        if (!succeeded) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

package org.trinofdw.trace;

import com.google.inject.Inject;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;

import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Makes a span of each call of a remote server that is no scan and no writer. It is a child of the span in which the call is made: for what Trino asks of a
 * connector, that is Trino's.
 */
public final class CallSpans
{
    private final Tracer tracer;

    @Inject
    public CallSpans(Tracer tracer)
    {
        this.tracer = requireNonNull(tracer, "tracer is null");
    }

    /**
     * @param name of the span
     * @param attributes what is asked, and of whom; never a secret
     */
    public CallSpan begin(String name, Map<String, String> attributes)
    {
        SpanBuilder span = tracer.spanBuilder(name).setSpanKind(SpanKind.CLIENT);
        attributes.forEach(span::setAttribute);
        return new CallSpan(span.startSpan());
    }
}

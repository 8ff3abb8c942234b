package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.airlift.log.Logger;
import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Answers all requests: verifies the signature, counts, makes faults on demand, and turns errors into the form that the client expects.
 */
public final class ServiceHandler
        implements HttpHandler
{
    private static final Logger log = Logger.get(ServiceHandler.class);

    private final ServiceContext context;
    private final SignatureVerifier verifier;
    private final RestRoutes restRoutes;
    private final TunnelRoutes tunnelRoutes;

    /**
     * @param tunnelAddress host and port of Tunnel
     */
    public ServiceHandler(ServiceContext context, Supplier<String> tunnelAddress)
    {
        this.context = requireNonNull(context, "context is null");
        this.verifier = new SignatureVerifier(context.credentials());
        SqlInstances instances = new SqlInstances();
        this.restRoutes = new RestRoutes(context, instances, tunnelAddress);
        this.tunnelRoutes = new TunnelRoutes(context, instances);
    }

    /**
     * Makes every Tunnel session that there is expired.
     */
    public void expireSessions()
    {
        tunnelRoutes.expireSessions();
    }

    @Override
    public void handle(HttpExchange exchange)
            throws IOException
    {
        Request request = new Request(exchange);
        try {
            try {
                Route route = request.isRest() ? restRoutes.route(request) : tunnelRoutes.route(request);
                context.log().add(route.kind());
                verifier.verify(request);
                context.faults().delayOf(route.kind()).ifPresent(ServiceHandler::sleep);
                context.faults().nextFailure(route.kind()).ifPresent(failure -> {
                    throw failure;
                });
                if (context.faults().isAnswerLost(route.kind())) {
                    request.loseAnswer();
                }
                route.action().run();
            }
            catch (ServiceException e) {
                answerError(request, e);
            }
            catch (RuntimeException e) {
                log.error(e, "Request %s %s failed", request.method(), request.resource());
                answerError(request, new ServiceException(500, "InternalServerError", e.toString()));
            }
            exchange.close();
        }
        catch (IOException e) {
            // the exchange is not closed, so that a body that has begun ends without its last chunk
            log.debug(e, "Connection of %s %s broke", request.method(), request.resource());
            throw e;
        }
    }

    private static void answerError(Request request, ServiceException error)
            throws IOException
    {
        if (request.isAnswered()) {
            throw new IOException("failed in the middle of an answer", error);
        }
        if (request.isRest()) {
            request.answer(error.status(), "application/xml", new Xml().open("Error")
                    .element("Code", error.code())
                    .element("Message", error.code().startsWith("ODPS-") ? error.code() + ":" + error.getMessage() : error.getMessage())
                    .element("RequestId", request.id())
                    .element("HostId", "localhost")
                    .close("Error")
                    .toString());
        }
        else {
            request.answer(error.status(), "application/json", JsonNodeFactory.instance.objectNode()
                    .put("Code", error.code())
                    .put("Message", error.getMessage())
                    .put("RequestId", request.id())
                    .toString());
        }
    }

    static void sleep(Duration duration)
    {
        try {
            Thread.sleep(duration);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

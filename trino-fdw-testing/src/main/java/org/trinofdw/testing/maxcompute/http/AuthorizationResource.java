package org.trinofdw.testing.maxcompute.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.trinofdw.testing.maxcompute.fault.RequestKind;
import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

import static java.util.Objects.requireNonNull;

/**
 * {@code POST /projects/p/authorization?sign_bearer_token}: a token for a policy, as clients ask for to show an instance's log (SDK, SecurityManager).
 * Nothing of this service accepts it.
 */
final class AuthorizationResource
{
    private final ServiceContext context;
    private final ObjectMapper mapper = new ObjectMapper();

    AuthorizationResource(ServiceContext context)
    {
        this.context = requireNonNull(context, "context is null");
    }

    Route route(Request request, List<String> path)
    {
        if (path.size() == 3 && request.method().equals("POST") && request.has("sign_bearer_token")) {
            return new Route(RequestKind.AUTHORIZATION, () -> sign(request, path.get(1)));
        }
        return RestRoutes.unknown(request);
    }

    private void sign(Request request, String project)
            throws IOException
    {
        context.store().project(project);
        JsonNode body;
        try {
            body = mapper.readTree(request.body());
        }
        catch (JsonProcessingException e) {
            throw new ServiceException(400, "InvalidArgument", "The policy is no JSON: " + e.getOriginalMessage());
        }
        if (body.path("expires_in_hours").asLong() <= 0 || !body.path("policy").path("Statement").isArray()) {
            throw new ServiceException(400, "InvalidArgument", "The policy has no statements, or no hours");
        }
        request.answerXml(new Xml().open("Authorization").element("Result", UUID.randomUUID().toString().replace("-", "")).close("Authorization"));
    }
}

package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.store.ServiceException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Verifies who sent a request: {@code Authorization: ODPS id:signature} (V2), {@code ODPS id/date/region/odps/aliyun_v4_request:signature} (V4),
 * with {@code authorization-sts-token} where the id needs one, or {@code x-odps-bearer-token}. The signed text is that of the SDK's {@code SecurityUtils}.
 */
final class SignatureVerifier
{
    private static final String FORM_CONTENT_TYPE = "application/x-www-form-urlencoded";
    private static final String HEADER_PREFIX = "x-odps-";

    private final Credentials credentials;

    SignatureVerifier(Credentials credentials)
    {
        this.credentials = requireNonNull(credentials, "credentials is null");
    }

    /**
     * @throws ServiceException with status 401 if the request is not signed with a known key
     */
    void verify(Request request)
    {
        Optional<String> bearerToken = request.header("x-odps-bearer-token");
        if (bearerToken.isPresent()) {
            if (!credentials.bearerTokens().contains(bearerToken.get())) {
                throw unauthorized("ODPS-0410051", "Invalid credentials - bearer token is not valid");
            }
            return;
        }
        String authorization = request.header("authorization")
                .filter(value -> value.startsWith("ODPS "))
                .orElseThrow(() -> unauthorized("Unauthorized", "The request authorization header is invalid or missing."));
        String credential = authorization.substring("ODPS ".length());
        int colon = credential.lastIndexOf(':');
        if (colon < 0) {
            throw unauthorized("Unauthorized", "The request authorization header is invalid or missing.");
        }
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(credential.substring(colon + 1));
        }
        catch (IllegalArgumentException _) {
            throw unauthorized("ODPS-0410042", "Invalid signature value - signature is not Base64");
        }
        List<String> scope = List.of(credential.substring(0, colon).split("/"));
        String accessId = scope.get(0);
        String accessKey = Optional.ofNullable(credentials.accessKeys().get(accessId))
                .orElseThrow(() -> unauthorized("ODPS-0410051", "Invalid credentials - accessKeyId not found"));
        byte[] key = signingKey(accessKey, scope);
        if (!matches(request, key, signature)) {
            throw unauthorized("ODPS-0410042", "Invalid signature value - User signature does not match");
        }
        String requiredToken = credentials.securityTokens().get(accessId);
        if (requiredToken != null && !requiredToken.equals(request.header("authorization-sts-token").orElse(null))) {
            throw unauthorized("ODPS-0410051", "Invalid credentials - STS token is not valid");
        }
    }

    private static byte[] signingKey(String accessKey, List<String> scope)
    {
        return switch (scope.size()) {
            case 1 -> accessKey.getBytes(UTF_8);
            case 5 -> {
                if (!scope.get(3).equals("odps") || !scope.get(4).equals("aliyun_v4_request")) {
                    throw unauthorized("ODPS-0410042", "Invalid signature value - scope is not valid");
                }
                byte[] key = ("aliyun_v4" + accessKey).getBytes(UTF_8);
                for (String part : scope.subList(1, 5)) {
                    key = hmac("HmacSHA256", key, part);
                }
                yield key;
            }
            default -> throw unauthorized("ODPS-0410042", "Invalid signature value - scope is not valid");
        };
    }

    private static boolean matches(Request request, byte[] key, byte[] signature)
    {
        String contentType = request.header("content-type").orElse("");
        if (isSignatureOf(request, contentType, key, signature)) {
            return true;
        }
        // Java's HTTP client adds this content type behind the signer's back
        return contentType.equals(FORM_CONTENT_TYPE) && isSignatureOf(request, "", key, signature);
    }

    private static boolean isSignatureOf(Request request, String contentType, byte[] key, byte[] signature)
    {
        return MessageDigest.isEqual(hmac("HmacSHA1", key, canonicalText(request, contentType)), signature);
    }

    private static String canonicalText(Request request, String contentType)
    {
        TreeMap<String, String> signed = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            if (name.equals("content-md5") || name.equals("date") || name.startsWith(HEADER_PREFIX)) {
                signed.put(name, value);
            }
        });
        signed.putIfAbsent("content-md5", "");
        signed.put("content-type", contentType);
        request.parameters().forEach((name, value) -> {
            if (name.startsWith(HEADER_PREFIX)) {
                signed.put(name, value);
            }
        });
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        for (Map.Entry<String, String> entry : signed.entrySet()) {
            if (entry.getKey().startsWith(HEADER_PREFIX)) {
                text.append(entry.getKey()).append(':');
            }
            text.append(entry.getValue()).append('\n');
        }
        text.append(request.resource());
        char separator = '?';
        for (Map.Entry<String, String> entry : new TreeMap<>(request.parameters()).entrySet()) {
            text.append(separator).append(entry.getKey());
            if (!entry.getValue().isEmpty()) {
                text.append('=').append(entry.getValue());
            }
            separator = '&';
        }
        return text.toString();
    }

    private static byte[] hmac(String algorithm, byte[] key, String text)
    {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        }
        catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceException unauthorized(String code, String message)
    {
        return new ServiceException(401, code, message);
    }
}

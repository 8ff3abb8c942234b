package org.trinofdw.maxcompute.client;

import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.TrinoException;

import java.util.Locale;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.PERMISSION_DENIED;
import static io.trino.spi.StandardErrorCode.TABLE_NOT_FOUND;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;
import static org.trinofdw.error.FdwErrorCode.SERIALIZATION_FAILURE;

/**
 * What MaxCompute said when it refused a request: its code, its status, and the request id, which Alibaba's support asks for. It is the cause
 * of the exception that the user sees.
 */
public final class RemoteError
        extends Exception
{
    private final int status;
    private final String code;

    private RemoteError(int status, String code, String message)
    {
        super(message);
        this.status = status;
        this.code = requireNonNull(code, "code is null");
    }

    public static TrinoException exception(String action, int status, String code, String message, Optional<String> requestId)
    {
        String text = "%s: %s (%s, HTTP %s%s)%s".formatted(
                action,
                message,
                code,
                status,
                requestId.map(id -> ", request id " + id).orElse(""),
                remedy(status, code));
        return new TrinoException(errorCode(status, code), text, new RemoteError(status, code, message));
    }

    /**
     * What the service said, when it is the reason of an exception.
     */
    public static Optional<RemoteError> of(TrinoException exception)
    {
        return exception.getCause() instanceof RemoteError error ? Optional.of(error) : Optional.empty();
    }

    public int status()
    {
        return status;
    }

    public String code()
    {
        return code;
    }

    public boolean isNoSuchPartition()
    {
        return code.equals("NoSuchPartition");
    }

    public boolean isNotFound()
    {
        return status == 404;
    }

    public boolean isThrottled()
    {
        return status == 429 || code.equals("FlowExceeded");
    }

    /**
     * Whether the same request may succeed later. Codes from Alibaba's page on errors of the tunnel.
     */
    public boolean isTransient()
    {
        return status == 500 || status == 502 || status == 503 || status == 504
                || code.equals("MetaTransactionFailed")
                || code.equals("DataUnderReplication");
    }

    private static ErrorCodeSupplier errorCode(int status, String code)
    {
        return switch (code) {
            case "NoSuchTable", "ODPS-0130131" -> TABLE_NOT_FOUND;
            case "NoPermission", "AccessDenied", "Unauthorized", "ODPS-0130013", "ODPS-0420095" -> PERMISSION_DENIED;
            case "TableModified", "DataVersionConflict" -> SERIALIZATION_FAILURE;
            default -> status == 401 || status == 403 ? PERMISSION_DENIED : REMOTE_ERROR;
        };
    }

    private static String remedy(int status, String code)
    {
        return switch (code) {
            case "TableModified" -> "; the table changed while it was read, run the query again";
            case "StatusConflict" -> "; the session expired or was committed, run the query again";
            case "MethodNotAllowed" -> "; the tunnel reads tables, not views";
            default -> status == 429 || code.toLowerCase(Locale.ENGLISH).contains("flowexceeded")
                    ? "; the service limits sessions and requests, read fewer partitions or wait"
                    : "";
        };
    }
}

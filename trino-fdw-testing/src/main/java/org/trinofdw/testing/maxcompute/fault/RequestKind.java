package org.trinofdw.testing.maxcompute.fault;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a request asks for.
 */
public enum RequestKind
{
    PROJECT_LIST,
    PROJECT,
    SCHEMA_LIST,
    SCHEMA,
    SCHEMA_CREATE,
    SCHEMA_DELETE,
    TABLE_LIST,
    TABLE_BATCH,
    TABLE,
    TABLE_EXTENDED,
    PARTITION_LIST,
    PARTITION_NAMES,
    PARTITION,
    TUNNEL_ROUTE,
    LOGS,
    CONSOLE_HOST,
    AUTHORIZATION,
    INSTANCE_CREATE,
    INSTANCE_STATUS,
    INSTANCE_TASK_STATUS,
    INSTANCE_RESULT,
    INSTANCE_CANCEL,
    DOWNLOAD_SESSION,
    DOWNLOAD_STATUS,
    DOWNLOAD_DATA,
    UPLOAD_SESSION,
    UPLOAD_STATUS,
    UPLOAD_BLOCK,
    UPLOAD_COMMIT,
    INSTANCE_DOWNLOAD_SESSION,
    INSTANCE_DOWNLOAD_STATUS,
    INSTANCE_DOWNLOAD_DATA,
    UNKNOWN;

    /**
     * The name in lower case with hyphens, such as {@code download-session}.
     */
    public String text()
    {
        return name().toLowerCase(Locale.ENGLISH).replace('_', '-');
    }

    public static RequestKind ofText(String text)
    {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of request %s; there are %s".formatted(text, Arrays.stream(values()).map(RequestKind::text).toList())));
    }
}

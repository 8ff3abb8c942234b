package org.trinofdw.testing.maxcompute.http;

import java.time.Duration;

/**
 * Limits of the service; the defaults are those that MaxCompute documents.
 *
 * @param downloadSessions sessions per table in {@code window}
 * @param uploadSessions sessions per table in {@code window}
 * @param maxFieldBytes largest value
 * @param blocks blocks of an upload session
 * @param pageSize items in a page of a listing, when the client asks for no less
 */
public record ServiceLimits(int downloadSessions, int uploadSessions, Duration window, Duration sessionLifetime, int maxFieldBytes, int blocks, int pageSize)
{
    public static final ServiceLimits DEFAULTS = new ServiceLimits(200, 500, Duration.ofMinutes(5), Duration.ofHours(24), 8 << 20, 20_000, 1000);

    public ServiceLimits withDownloadSessions(int newDownloadSessions)
    {
        return new ServiceLimits(newDownloadSessions, uploadSessions, window, sessionLifetime, maxFieldBytes, blocks, pageSize);
    }

    public ServiceLimits withUploadSessions(int newUploadSessions)
    {
        return new ServiceLimits(downloadSessions, newUploadSessions, window, sessionLifetime, maxFieldBytes, blocks, pageSize);
    }

    public ServiceLimits withWindow(Duration newWindow)
    {
        return new ServiceLimits(downloadSessions, uploadSessions, newWindow, sessionLifetime, maxFieldBytes, blocks, pageSize);
    }

    public ServiceLimits withSessionLifetime(Duration newSessionLifetime)
    {
        return new ServiceLimits(downloadSessions, uploadSessions, window, newSessionLifetime, maxFieldBytes, blocks, pageSize);
    }

    public ServiceLimits withPageSize(int newPageSize)
    {
        return new ServiceLimits(downloadSessions, uploadSessions, window, sessionLifetime, maxFieldBytes, blocks, newPageSize);
    }
}

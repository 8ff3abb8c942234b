package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.fault.RequestKind;

import java.util.Optional;

/**
 * The paths of Tunnel.
 */
final class TunnelRoutes
{
    private final DownloadResource downloads;
    private final UploadResource uploads;

    TunnelRoutes(ServiceContext context)
    {
        downloads = new DownloadResource(context);
        uploads = new UploadResource(context);
    }

    void expireSessions()
    {
        downloads.expireAll();
        uploads.expireAll();
    }

    Route route(Request request)
    {
        Optional<TunnelTable> table = TunnelTable.ofPath(request.segments());
        if (table.isEmpty()) {
            return RestRoutes.unknown(request);
        }
        TunnelTable name = table.get();
        return switch (request.method()) {
            case "GET" -> {
                if (request.has("downloadid")) {
                    yield request.has("data")
                            ? new Route(RequestKind.DOWNLOAD_DATA, () -> downloads.data(request, name))
                            : new Route(RequestKind.DOWNLOAD_STATUS, () -> downloads.status(request, name));
                }
                if (request.has("uploadid")) {
                    yield new Route(RequestKind.UPLOAD_STATUS, () -> uploads.status(request, name));
                }
                yield RestRoutes.unknown(request);
            }
            case "POST" -> {
                if (request.has("downloads")) {
                    yield new Route(RequestKind.DOWNLOAD_SESSION, () -> downloads.create(request, name));
                }
                if (request.has("uploads")) {
                    yield new Route(RequestKind.UPLOAD_SESSION, () -> uploads.create(request, name));
                }
                if (request.has("uploadid")) {
                    yield new Route(RequestKind.UPLOAD_COMMIT, () -> uploads.commit(request, name));
                }
                yield RestRoutes.unknown(request);
            }
            case "PUT" -> request.has("uploadid")
                    ? new Route(RequestKind.UPLOAD_BLOCK, () -> uploads.block(request, name))
                    : RestRoutes.unknown(request);
            default -> RestRoutes.unknown(request);
        };
    }
}

package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.fault.RequestKind;

import java.util.List;
import java.util.Optional;

/**
 * The paths of Tunnel.
 */
final class TunnelRoutes
{
    private final DownloadResource downloads;
    private final UploadResource uploads;
    private final InstanceDownloadResource instanceDownloads;

    TunnelRoutes(ServiceContext context, SqlInstances instances)
    {
        instanceDownloads = new InstanceDownloadResource(context, instances);
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
        List<String> path = request.segments();
        if (path.size() == 4 && path.get(0).equals("projects") && path.get(2).equals("instances")) {
            return instanceRoute(request, path.get(1), path.get(3));
        }
        Optional<TunnelTable> table = TunnelTable.ofPath(path);
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

    private Route instanceRoute(Request request, String project, String id)
    {
        if (request.method().equals("POST") && request.has("downloads")) {
            return new Route(RequestKind.INSTANCE_DOWNLOAD_SESSION, () -> instanceDownloads.create(request, project, id));
        }
        if (request.method().equals("GET") && request.has("downloadid")) {
            return request.has("data")
                    ? new Route(RequestKind.INSTANCE_DOWNLOAD_DATA, () -> instanceDownloads.data(request, id))
                    : new Route(RequestKind.INSTANCE_DOWNLOAD_STATUS, () -> instanceDownloads.status(request, id));
        }
        return RestRoutes.unknown(request);
    }
}

package org.trinofdw.testing.maxcompute.http;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.util.Base64;
import java.util.List;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One page of a listing that is sorted by name.
 *
 * @param marker where the next page begins; empty on the last page
 */
record Page<T>(List<T> items, String marker)
{
    Page
    {
        items = ImmutableList.copyOf(items);
    }

    /**
     * The page that a request asks for with {@code marker} and {@code maxitems}.
     */
    static <T> Page<T> of(Request request, ServiceContext context, List<T> all, Function<T, String> name)
    {
        int size = context.limits().pageSize();
        if (request.parameter("maxitems").isPresent()) {
            size = Math.min(size, Math.max(1, number(request.parameter("maxitems").get())));
        }
        size = Math.min(size, context.faults().pageSize().orElse(size));
        int start = request.parameter("marker").map(marker -> start(decode(marker), all, name)).orElse(0);
        int end = Math.min(all.size(), start + size);
        String marker = end < all.size() ? encode((end - 1) + ":" + name.apply(all.get(end - 1))) : "";
        return new Page<>(all.subList(start, end), marker);
    }

    /**
     * @param marker position and name of the last item of the page before; the position is wrong when items have come or gone since
     */
    private static <T> int start(String marker, List<T> all, Function<T, String> name)
    {
        int colon = marker.indexOf(':');
        int position = number(marker.substring(0, Math.max(colon, 0)));
        String last = marker.substring(colon + 1);
        if (position >= 0 && position < all.size() && name.apply(all.get(position)).equals(last)) {
            return position + 1;
        }
        int start = 0;
        while (start < all.size() && name.apply(all.get(start)).compareTo(last) <= 0) {
            start++;
        }
        return start;
    }

    private static int number(String text)
    {
        try {
            return Integer.parseInt(text);
        }
        catch (NumberFormatException _) {
            throw new ServiceException(400, "InvalidArgument", "not a number: " + text);
        }
    }

    private static String encode(String name)
    {
        return Base64.getUrlEncoder().encodeToString(name.getBytes(UTF_8));
    }

    private static String decode(String marker)
    {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), UTF_8);
        }
        catch (IllegalArgumentException _) {
            throw new ServiceException(400, "InvalidArgument", "marker is not valid: " + marker);
        }
    }
}

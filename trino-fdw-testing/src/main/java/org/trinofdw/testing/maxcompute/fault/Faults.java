package org.trinofdw.testing.maxcompute.fault;

import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;

/**
 * Faults that the service makes on demand. They apply to the next requests until they are used up or {@link #clear()} is called. Thread-safe.
 */
public final class Faults
{
    private final List<Failure> failures = new ArrayList<>();
    private final List<TimedStreamFault> streamFaults = new ArrayList<>();
    private final Map<RequestKind, Duration> delays = new ConcurrentHashMap<>();
    private final Map<RequestKind, Integer> lostAnswers = new ConcurrentHashMap<>();
    private final Map<String, Duration> partitionDelays = new ConcurrentHashMap<>();
    private volatile int initiatingPolls;
    private volatile int runningPolls;
    private volatile OptionalInt pageSize = OptionalInt.empty();
    private volatile boolean uncompressed;
    private volatile boolean dateTransform;

    /**
     * The next requests of the kind fail with the status and the error.
     */
    public synchronized void fail(RequestKind kind, int times, int status, String code, String message)
    {
        failAfter(kind, 0, times, status, code, message);
    }

    /**
     * Requests of the kind fail with the status and the error when so many others of the kind have been answered.
     */
    public synchronized void failAfter(RequestKind kind, int answered, int times, int status, String code, String message)
    {
        failures.add(new Failure(kind, answered, times, new ServiceException(status, code, message)));
    }

    /**
     * Status 429, as when there are too many requests.
     */
    public void flowExceeded(RequestKind kind, int times)
    {
        fail(kind, times, 429, "FlowExceeded", "Your flow quota is exceeded.");
    }

    public void unavailable(RequestKind kind, int times)
    {
        fail(kind, times, 503, "ServiceUnavailable", "Service is temporarily unavailable, Please try again later.");
    }

    public void internalError(RequestKind kind, int times)
    {
        fail(kind, times, 500, "InternalServerError", "Service internal error, please try again later.");
    }

    public void forbidden(RequestKind kind, int times)
    {
        fail(kind, times, 403, "NoPermission", "You have no privilege to the specified object.");
    }

    /**
     * The next downloads fail as if the data had changed since the session was created.
     */
    public void tableModified(int times)
    {
        fail(RequestKind.DOWNLOAD_DATA, times, 400, "TableModified", "The specified table has been modified since the download initiated. Try initiate another download.");
    }

    /**
     * The bodies of the next downloads go wrong.
     */
    public synchronized void stream(StreamFault fault, int times)
    {
        streamFaults.add(new TimedStreamFault(requireNonNull(fault, "fault is null"), times));
    }

    /**
     * The next requests of the kind are carried out, and then the connection breaks before their answer.
     */
    public void loseAnswers(RequestKind kind, int times)
    {
        lostAnswers.put(kind, times);
    }

    /**
     * Every answer of the kind comes later.
     */
    public void delay(RequestKind kind, Duration delay)
    {
        delays.put(kind, delay);
    }

    /**
     * The data of the partition comes later.
     *
     * @param partition in the form {@code pt=1,region=x}
     */
    public void delayPartition(String partition, Duration delay)
    {
        partitionDelays.put(partition, delay);
    }

    /**
     * Sessions that are made in asynchronous mode stay {@code initiating} for that number of status requests.
     */
    public void initiatingPolls(int polls)
    {
        initiatingPolls = polls;
    }

    /**
     * SQL instances stay {@code Running} for that number of status requests; they execute only then.
     */
    public void runningPolls(int polls)
    {
        runningPolls = polls;
    }

    /**
     * Listings have at most that number of items a page, whatever the client asks for.
     */
    public void pageSize(int items)
    {
        pageSize = OptionalInt.of(items);
    }

    /**
     * Downloads are not compressed, whatever the client accepts.
     */
    public void uncompressed()
    {
        uncompressed = true;
    }

    /**
     * Tunnel sessions answer {@code odps-tunnel-date-transform: true}: clients must then shift DATETIME values. The name comes with a capital letter, which is
     * the same header in HTTP, yet the SDK looks this one up by its case and overlooks it.
     */
    public void dateTransform()
    {
        dateTransform = true;
    }

    public synchronized void clear()
    {
        failures.clear();
        streamFaults.clear();
        lostAnswers.clear();
        delays.clear();
        partitionDelays.clear();
        initiatingPolls = 0;
        runningPolls = 0;
        pageSize = OptionalInt.empty();
        uncompressed = false;
        dateTransform = false;
    }

    public synchronized Optional<ServiceException> nextFailure(RequestKind kind)
    {
        for (Iterator<Failure> iterator = failures.iterator(); iterator.hasNext(); ) {
            Failure failure = iterator.next();
            if (failure.kind == kind && failure.answered-- <= 0) {
                if (--failure.remaining <= 0) {
                    iterator.remove();
                }
                return Optional.of(failure.exception);
            }
        }
        return Optional.empty();
    }

    public synchronized Optional<StreamFault> nextStreamFault()
    {
        if (streamFaults.isEmpty()) {
            return Optional.empty();
        }
        TimedStreamFault fault = streamFaults.getFirst();
        if (--fault.remaining <= 0) {
            streamFaults.removeFirst();
        }
        return Optional.of(fault.fault);
    }

    /**
     * Whether the answer to a request that was not refused gets lost.
     */
    public boolean isAnswerLost(RequestKind kind)
    {
        return lostAnswers.computeIfPresent(kind, (_, times) -> times - 1) instanceof Integer remaining && remaining >= 0;
    }

    public Optional<Duration> delayOf(RequestKind kind)
    {
        return Optional.ofNullable(delays.get(kind));
    }

    public Optional<Duration> delayOfPartition(String partition)
    {
        return Optional.ofNullable(partitionDelays.get(partition));
    }

    public int initiatingPolls()
    {
        return initiatingPolls;
    }

    public int runningPolls()
    {
        return runningPolls;
    }

    public OptionalInt pageSize()
    {
        return pageSize;
    }

    public boolean isUncompressed()
    {
        return uncompressed;
    }

    public boolean isDateTransform()
    {
        return dateTransform;
    }

    private static final class Failure
    {
        private final RequestKind kind;
        private final ServiceException exception;
        private int answered;
        private int remaining;

        Failure(RequestKind kind, int answered, int times, ServiceException exception)
        {
            this.answered = answered;
            this.kind = requireNonNull(kind, "kind is null");
            this.remaining = times;
            this.exception = exception;
        }
    }

    private static final class TimedStreamFault
    {
        private final StreamFault fault;
        private int remaining;

        TimedStreamFault(StreamFault fault, int times)
        {
            this.fault = fault;
            this.remaining = times;
        }
    }
}

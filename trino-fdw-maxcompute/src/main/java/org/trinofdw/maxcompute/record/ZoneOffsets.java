package org.trinofdw.maxcompute.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Offsets of a time zone from UTC, with the last stretch of constant offset kept: instants of one table mostly fall into it.
 * Not thread-safe.
 */
final class ZoneOffsets
{
    private static final long MARGIN_SECONDS = 2 * 86_400;

    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    // wall clock readings of the kept stretch that no other offset can mean: two days away from its ends
    private long unambiguousFrom = Long.MAX_VALUE;
    private long unambiguousTo = Long.MIN_VALUE;
    private int offset;

    ZoneOffsets(ZoneId zone)
    {
        rules = zone.getRules();
    }

    /**
     * Offset in seconds at an instant.
     */
    int offsetAt(long epochSecond)
    {
        if (epochSecond < from || epochSecond >= to) {
            Instant instant = Instant.ofEpochSecond(epochSecond);
            offset = rules.getOffset(instant).getTotalSeconds();
            ZoneOffsetTransition previous = rules.previousTransition(instant.plusNanos(1));
            ZoneOffsetTransition next = rules.nextTransition(instant);
            from = previous == null ? Long.MIN_VALUE : previous.toEpochSecond();
            to = next == null ? Long.MAX_VALUE : next.toEpochSecond();
            unambiguousFrom = previous == null ? Long.MIN_VALUE : from + MARGIN_SECONDS;
            unambiguousTo = next == null ? Long.MAX_VALUE : to - MARGIN_SECONDS;
        }
        return offset;
    }

    /**
     * Offset in seconds at a wall clock reading, given as if it were UTC; the earlier instant when it occurs twice.
     *
     * @return {@link Integer#MIN_VALUE} when the clocks skipped it
     */
    int offsetOfLocal(long localEpochSecond)
    {
        long instant = localEpochSecond - offset;
        if (instant >= unambiguousFrom && instant < unambiguousTo) {
            return offset;
        }
        List<ZoneOffset> offsets = rules.getValidOffsets(LocalDateTime.ofEpochSecond(localEpochSecond, 0, ZoneOffset.UTC));
        if (offsets.isEmpty()) {
            return Integer.MIN_VALUE;
        }
        int found = offsets.getFirst().getTotalSeconds();
        offsetAt(localEpochSecond - found);
        return found;
    }
}

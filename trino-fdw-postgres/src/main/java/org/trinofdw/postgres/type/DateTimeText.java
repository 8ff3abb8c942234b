package org.trinofdw.postgres.type;

import java.time.LocalDate;
import java.util.Optional;

import static java.lang.Math.floorDiv;
import static java.lang.Math.floorMod;
import static java.lang.String.format;
import static java.util.Locale.ROOT;
import static org.trinofdw.postgres.type.DateCodec.EPOCH_DAYS;
import static org.trinofdw.postgres.type.DateCodec.MAX_DAYS;
import static org.trinofdw.postgres.type.DateCodec.MIN_DAYS;
import static org.trinofdw.postgres.type.TimestampCodec.EPOCH_MICROS;
import static org.trinofdw.postgres.type.TimestampCodec.MIN_MICROS;

/**
 * Dates and times in the ISO form that PostgreSQL reads under every DateStyle. Years before 1 are written with BC.
 */
final class DateTimeText
{
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private DateTimeText() {}

    /** Empty if the date is outside PostgreSQL's range. */
    static Optional<String> date(long epochDays)
    {
        if (epochDays - EPOCH_DAYS < MIN_DAYS || epochDays - EPOCH_DAYS > MAX_DAYS) {
            return Optional.empty();
        }
        LocalDate date = LocalDate.ofEpochDay(epochDays);
        return Optional.of(day(date) + era(date));
    }

    static String time(long microsOfDay)
    {
        long seconds = microsOfDay / MICROS_PER_SECOND;
        String text = format(ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
        long fraction = microsOfDay % MICROS_PER_SECOND;
        return fraction == 0 ? text : text + format(ROOT, ".%06d", fraction);
    }

    /** Empty if the moment is outside PostgreSQL's range. */
    static Optional<String> timestamp(long epochMicros)
    {
        if (epochMicros < MIN_MICROS + EPOCH_MICROS) {
            return Optional.empty();
        }
        LocalDate date = LocalDate.ofEpochDay(floorDiv(epochMicros, MICROS_PER_DAY));
        return Optional.of(day(date) + " " + time(floorMod(epochMicros, MICROS_PER_DAY)) + era(date));
    }

    static String atUtc(String timestamp)
    {
        return timestamp.endsWith(" BC") ? timestamp.substring(0, timestamp.length() - 3) + "+00 BC" : timestamp + "+00";
    }

    private static String day(LocalDate date)
    {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return format(ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static String era(LocalDate date)
    {
        return date.getYear() > 0 ? "" : " BC";
    }
}

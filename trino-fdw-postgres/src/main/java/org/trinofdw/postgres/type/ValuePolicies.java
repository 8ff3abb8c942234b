package org.trinofdw.postgres.type;

import static java.util.Objects.requireNonNull;

/**
 * What happens to values that PostgreSQL has and Trino has not, or the other way round.
 *
 * @param infinity {@code infinity} and {@code -infinity} of dates and timestamps
 * @param notANumber NaN and infinities of numeric columns that are DECIMAL in Trino
 * @param endOfDay the time {@code 24:00:00}
 * @param excessDigits remote fraction digits that a declared DECIMAL has no room for
 * @param invalidText bytes that are not UTF-8, which databases with encoding SQL_ASCII may hold
 * @param nulCharacter U+0000 in text to be written, which PostgreSQL cannot store
 */
public record ValuePolicies(
        UnrepresentableValue infinity,
        UnrepresentableValue notANumber,
        EndOfDay endOfDay,
        ExcessDigits excessDigits,
        InvalidText invalidText,
        NulCharacter nulCharacter)
{
    /** Every value is kept exactly, or it is an error. */
    public static final ValuePolicies STRICT = new ValuePolicies(
            UnrepresentableValue.ERROR,
            UnrepresentableValue.ERROR,
            EndOfDay.ERROR,
            ExcessDigits.ERROR,
            InvalidText.ERROR,
            NulCharacter.ERROR);

    public enum UnrepresentableValue
    {
        ERROR,
        /** Reads as null. */
        NULL,
    }

    public enum EndOfDay
    {
        ERROR,
        /** Reads as 00:00:00. */
        WRAP,
    }

    public enum ExcessDigits
    {
        ERROR,
        /** Half away from zero, as PostgreSQL does. */
        ROUND,
    }

    public enum InvalidText
    {
        ERROR,
        /** Each wrong sequence reads as U+FFFD. */
        REPLACE,
    }

    public enum NulCharacter
    {
        ERROR,
        /** Left out of the text that is written. */
        STRIP,
    }

    public ValuePolicies
    {
        requireNonNull(infinity, "infinity is null");
        requireNonNull(notANumber, "notANumber is null");
        requireNonNull(endOfDay, "endOfDay is null");
        requireNonNull(excessDigits, "excessDigits is null");
        requireNonNull(invalidText, "invalidText is null");
        requireNonNull(nulCharacter, "nulCharacter is null");
    }
}

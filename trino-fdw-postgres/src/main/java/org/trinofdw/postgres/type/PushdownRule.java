package org.trinofdw.postgres.type;

/**
 * Which comparisons of a column PostgreSQL makes exactly as Trino does. A comparison is always made on
 * {@link ColumnMapping#selectExpression}, that is, on the value that Trino would see.
 */
public enum PushdownRule
{
    /** Equality, ranges and order agree. */
    ALL,
    /**
     * As {@link #ALL} but for NaN, which PostgreSQL holds equal to itself and greater than all numbers: {@code >} and
     * {@code >=} need {@code AND x <= 'Infinity'}, and equality with NaN is never true in Trino.
     */
    NAN_AWARE,
    /** Text whose collation orders bytes, as Trino does: everything agrees as it stands. */
    TEXT_BYTEWISE,
    /** Text with a deterministic collation: equality agrees as it stands, ranges and order need {@code COLLATE "C"}. */
    TEXT,
    /** Text whose collation may hold different strings equal: every comparison needs {@code COLLATE "C"}. */
    TEXT_COLLATED,
    /**
     * As {@link #TEXT}, in an encoding whose order is not that of Unicode: ranges with constants that have a literal agree, as these are of ASCII, which is
     * before all else in every encoding; the order of two values does not.
     */
    TEXT_UNORDERED,
    /** As {@link #TEXT_UNORDERED}, in an encoding that may have several codes for one character: two values may be equal in Trino alone. */
    TEXT_CONSTANTS,
    /** Equality and membership agree, order does not. */
    EQUALITY,
    /** Equality with one of {@link PostgresType#enumLabels}; any other label is equal to nothing and must not be sent. */
    ENUM,
    /** Nothing but {@code IS [NOT] NULL} goes remote. */
    NULL_CHECK_ONLY,
    /** Nothing goes remote, since the decoder turns some values into null. */
    NONE,
}

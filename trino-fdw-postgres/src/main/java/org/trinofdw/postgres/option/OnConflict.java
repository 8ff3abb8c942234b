package org.trinofdw.postgres.option;

import org.trinofdw.option.NamedValue;

import static java.util.Objects.requireNonNull;

/**
 * What INSERT does with a row whose key is taken (PostgreSQL documentation, "INSERT", section "ON CONFLICT Clause").
 */
public enum OnConflict
        implements NamedValue
{
    /** The statement fails. */
    ERROR("error"),
    /** The row is left out. */
    DO_NOTHING("do nothing"),
    /** The row that is there gets the new values. */
    DO_UPDATE("do update"),
    /**/;

    private final String text;

    OnConflict(String text)
    {
        this.text = requireNonNull(text, "text is null");
    }

    @Override
    public String text()
    {
        return text;
    }
}

package org.trinofdw.postgres.option;

import org.trinofdw.option.NamedValue;

import static java.util.Objects.requireNonNull;

/**
 * Values of the libpq parameter target_session_attrs.
 */
public enum TargetSessionAttributes
        implements NamedValue
{
    ANY("any", "any"),
    READ_WRITE("read-write", "primary"),
    READ_ONLY("read-only", "secondary"),
    PRIMARY("primary", "primary"),
    STANDBY("standby", "secondary"),
    PREFER_STANDBY("prefer-standby", "preferSecondary"),
    /**/;

    private final String text;
    private final String targetServerType;

    TargetSessionAttributes(String text, String targetServerType)
    {
        this.text = requireNonNull(text, "text is null");
        this.targetServerType = requireNonNull(targetServerType, "targetServerType is null");
    }

    @Override
    public String text()
    {
        return text;
    }

    /** The JDBC driver's word for it. */
    public String targetServerType()
    {
        return targetServerType;
    }
}

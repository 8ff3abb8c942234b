package org.trinofdw.postgres.option;

import org.trinofdw.option.NamedValue;

import static java.util.Objects.requireNonNull;

/**
 * Values of the libpq parameter sslmode.
 */
public enum SslMode
        implements NamedValue
{
    DISABLE("disable"),
    ALLOW("allow"),
    PREFER("prefer"),
    REQUIRE("require"),
    VERIFY_CA("verify-ca"),
    VERIFY_FULL("verify-full"),
    /**/;

    private final String text;

    SslMode(String text)
    {
        this.text = requireNonNull(text, "text is null");
    }

    @Override
    public String text()
    {
        return text;
    }
}

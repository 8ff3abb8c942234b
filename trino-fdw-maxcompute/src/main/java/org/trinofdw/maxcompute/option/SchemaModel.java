package org.trinofdw.maxcompute.option;

import org.trinofdw.option.NamedValue;

/**
 * Whether the tables of a project stand in schemas.
 */
public enum SchemaModel
        implements NamedValue
{
    /** The project says. */
    AUTO("auto"),
    /** Names have three parts: project, schema, table. */
    ENABLED("true"),
    /** Names have two parts; all tables show in the schema "default". */
    DISABLED("false");

    private final String text;

    SchemaModel(String text)
    {
        this.text = text;
    }

    @Override
    public String text()
    {
        return text;
    }
}

package org.trinofdw.option;

/**
 * The object an option is declared on. SQL/MED knows wrapper, server, user mapping, table and column; IMPORT is the
 * OPTIONS clause of IMPORT FOREIGN SCHEMA. CATALOG and SESSION are Trino's own: settings of the catalog that are not
 * options of any server, and session properties.
 */
public enum OptionLevel
{
    CATALOG("a catalog"),
    WRAPPER("a foreign data wrapper"),
    SERVER("a server"),
    USER_MAPPING("a user mapping"),
    TABLE("a foreign table"),
    COLUMN("a column of a foreign table"),
    IMPORT("IMPORT FOREIGN SCHEMA"),
    SESSION("a session"),
    /**/;

    private final String objectName;

    OptionLevel(String objectName)
    {
        this.objectName = objectName;
    }

    /**
     * How messages name an object of this level, with its article.
     */
    public String objectName()
    {
        return objectName;
    }
}

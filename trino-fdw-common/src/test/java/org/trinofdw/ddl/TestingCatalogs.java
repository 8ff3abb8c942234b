package org.trinofdw.ddl;

import java.util.Map;

/**
 * Catalogs of a wrapper for tests, with definitions made by a script.
 */
public final class TestingCatalogs
{
    private TestingCatalogs() {}

    public static ForeignCatalog create(Map<String, String> properties, String script)
    {
        ForeignCatalog catalog = TestingDdl.catalog(new TestingDdl.MemoryStore(), properties);
        catalog.execute(TestingDdl.session("alice"), script);
        return catalog;
    }
}

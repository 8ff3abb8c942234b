package org.trinofdw.testing.maxcompute.store;

/**
 * Keeps what the service holds beyond the life of its process, or not.
 */
public interface Storage
{
    /** Keeps nothing. */
    Storage MEMORY = new Storage()
    {
        @Override
        public void saveProjects(MetaStore store) {}

        @Override
        public TableStorage createTable(String project, String namespace, String name, Table table)
        {
            return TableStorage.MEMORY;
        }
    };

    /**
     * Keeps the names of all projects and schemas.
     */
    void saveProjects(MetaStore store);

    /**
     * Keeps a new table.
     *
     * @return where its changes go
     */
    TableStorage createTable(String project, String namespace, String name, Table table);
}

package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.store.ServiceException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest SQL instances that were submitted, by id. Thread-safe.
 */
final class SqlInstances
{
    private static final int MAX_INSTANCES = 10_000;

    private final Map<String, SqlInstance> instances = new LinkedHashMap<>()
    {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SqlInstance> eldest)
        {
            return size() > MAX_INSTANCES;
        }
    };

    synchronized void add(SqlInstance instance)
    {
        instances.put(instance.id(), instance);
    }

    synchronized SqlInstance get(String project, String id)
    {
        return Optional.ofNullable(instances.get(id))
                .filter(instance -> instance.project().name().equalsIgnoreCase(project))
                .orElseThrow(() -> new ServiceException(404, "NoSuchObject", "ODPS-0410065: Instance not found: " + id));
    }
}

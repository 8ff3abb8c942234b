package org.trinofdw.postgres.connection;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

final class TestForwardingSocket
{
    @Test
    void testForwardsEverything()
            throws ReflectiveOperationException
    {
        List<Method> methods = Arrays.stream(Socket.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .toList();
        assertThat(methods).hasSizeGreaterThan(40);
        for (Method method : methods) {
            assertThat(ForwardingSocket.class.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass()).as(method.toString()).isEqualTo(ForwardingSocket.class);
        }
    }
}

package dev.glint.executable;

import com.oracle.svm.core.annotate.Inject;
import com.oracle.svm.core.annotate.RecomputeFieldValue;
import com.oracle.svm.core.annotate.RecomputeFieldValue.Kind;
import com.oracle.svm.core.annotate.TargetClass;
import io.smallrye.config.ConfigMappingContext;
import io.smallrye.config.ConfigMappingLoader;
import io.smallrye.config.ConfigMappingLoader.ConfigMappingImplementation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import org.graalvm.nativeimage.hosted.FieldValueTransformer;

/** What {@link FoundConfigMappings} calls. The build keeps it with what SmallRye keeps of each class of such objects. */
final class ConfigMembers {

    private ConfigMembers() {}

    static Object construct(Class<?> type, ConfigMappingContext context) {
        try {
            return of(type).constructor.newInstance(context);
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, String> properties(Class<?> type) {
        try {
            return (Map<String, String>) of(type).properties.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw failure(e);
        }
    }

    private static Implementation of(Class<?> type) {
        Object implementation = ConfigMappingLoader.ensureLoaded(type);
        return (Implementation) implementation;
    }

    private static RuntimeException failure(ReflectiveOperationException failure) {
        Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new UndeclaredThrowableException(cause);
    }

    @TargetClass(ConfigMappingImplementation.class)
    static final class Implementation {

        @Inject
        @RecomputeFieldValue(kind = Kind.Custom, declClass = FindConstructor.class)
        Constructor<?> constructor;

        @Inject
        @RecomputeFieldValue(kind = Kind.Custom, declClass = FindProperties.class)
        Method properties;

        private Implementation() {}
    }

    static final class FindConstructor implements FieldValueTransformer {

        @Override
        public Object transform(Object receiver, Object none) {
            try {
                return classOf(receiver).getDeclaredConstructor(ConfigMappingContext.class);
            } catch (NoSuchMethodException e) {
                throw failure(e);
            }
        }
    }

    static final class FindProperties implements FieldValueTransformer {

        @Override
        public Object transform(Object receiver, Object none) {
            try {
                return classOf(receiver).getDeclaredMethod("getProperties");
            } catch (NoSuchMethodException e) {
                throw failure(e);
            }
        }
    }

    private static Class<?> classOf(Object receiver) {
        return ((ConfigMappingImplementation) receiver).implementation();
    }
}

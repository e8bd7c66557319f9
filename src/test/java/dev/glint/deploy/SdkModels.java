package dev.glint.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Reads JSON in the form that the AWS command line takes into the SDK's own model: no member may be unknown to it. */
final class SdkModels {

    private SdkModels() {}

    static <B extends SdkPojo & SdkBuilder<B, T>, T> T read(JsonNode json, B builder) {
        fill(builder, json);
        return builder.build();
    }

    private static void fill(SdkPojo builder, JsonNode json) {
        Map<String, SdkField<?>> members =
                builder.sdkFields().stream().collect(Collectors.toMap(SdkField::memberName, Function.identity()));
        json.properties().forEach(member -> {
            SdkField<?> field = members.get(member.getKey());
            check(field != null, "There is no member " + member.getKey());
            field.set(builder, value(field, member.getValue()));
        });
    }

    private static Object value(SdkField<?> field, JsonNode json) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            check(json.isArray(), field.memberName() + " is a list");
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            return StreamSupport.stream(json.spliterator(), false)
                    .map(item -> value(element, item))
                    .toList();
        }
        if (type == MarshallingType.SDK_POJO) {
            check(json.isObject(), field.memberName() + " is an object");
            SdkPojo builder = field.constructor().get();
            fill(builder, json);
            return ((SdkBuilder<?, ?>) builder).build();
        }
        if (type == MarshallingType.INTEGER) {
            check(json.isInt(), field.memberName() + " is a whole number");
            return json.intValue();
        }
        check(type == MarshallingType.STRING && json.isTextual(), field.memberName() + " is of another type");
        return json.textValue();
    }

    private static void check(boolean right, String sentence) {
        if (!right) {
            throw new IllegalArgumentException(sentence);
        }
    }
}

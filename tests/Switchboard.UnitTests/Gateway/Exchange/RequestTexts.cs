using FsCheck;
using FsCheck.Fluent;

namespace Switchboard.UnitTests.Gateway.Exchange;

/// <summary>Generates chat requests such as no client should send and every gateway must carry: odd numbers, escapes, white space anywhere, unknown fields at any depth.</summary>
internal static class RequestTexts
{
    private static readonly Gen<string> Space = Gen.Elements("", "", "", " ", "\n", "\r\n\t", "   ");

    private static readonly Gen<string> Scalar = Gen.Elements(
        "0", "-0", "1e5", "1.0E+2", "-1.5e-300", "1E400", "0.10", "3.0000000000000000001", "123456789012345678901234567890123456789",
        "true", "false", "null",
        "\"\"", "\"a\"", "\"\\u0041\\n\\/\\\\\\\"\"", "\"é漢😀\"", "\"\\ud83d\\ude00\"", "\"\\ud800 alone\"", "\"<>&'+\"", "\"model\"", "\"\\\",\\\"cache\\\":{}\"", "\"}]\"");

    /// <summary>Names that may stand inside: those that the gateway governs at the top mean nothing there.</summary>
    private static readonly string[] InnerNames = ["a", "b", "é", "x y", "\\u0063", "\\n", "", "model", "stream", "cache", "messages", "max_tokens", "stream_options", "Model"];

    private static readonly string[] OuterNames = ["metadata", "tools", "user", "x", "é", "\\u0073eed", "response_format", "models", "cache_control", "", "stream_option", "temp\\u0065ratures"];

    private static readonly (string Given, string WithUsage)[] Options =
    [
        ("null", "{\"include_usage\":true}"),
        ("{}", "{\"include_usage\":true}"),
        ("{ \n}", "{\"include_usage\":true}"),
        ("{ \"include_usage\" : true }", "{ \"include_usage\" : true }"),
        ("{\"include_usage\":false}", "{\"include_usage\":true}"),
        ("{\"a\": 1e5 ,\"include_usage\"\t: false , \"b\":[] }", "{\"a\": 1e5 ,\"include_usage\"\t: true , \"b\":[] }"),
        ("{\"include_usage\":null,\"b\":{}}", "{\"include_usage\":true,\"b\":{}}"),
        ("{\"include_obfuscation\":false}", "{\"include_usage\":true,\"include_obfuscation\":false}"),
        ("{\n \"a\":{\"include_usage\":false} }", "{\"include_usage\":true,\"a\":{\"include_usage\":false} }"),
    ];

    private static readonly (string Given, string Upstream)[] Models =
    [
        ("\"gpt-4o\"", "gpt-4o"), ("\"openai/gpt-4o\"", "gpt-4o"), ("\"open\\u0061i\\/gpt-4o\"", "gpt-4o"), ("\"gpt\\u002d4o\"", "gpt-4o"), ("\"x/mödel 😀\\\"\"", "mödel 😀\""),
    ];

    public static Arbitrary<RequestText> All { get; } = Gen.Sized(static _ => Requests()).ToArbitrary();

    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency((4, Scalar), (1, List(depth - 1)), (1, Object(depth - 1)), (1, Gen.Constant(new string('[', 60) + new string(']', 60))));

    private static Gen<string> List(int depth) => Several(Spaced(Value(depth))).Select(static items => $"[{string.Join(',', items)}]");

    private static Gen<string> Object(int depth) =>
        from names in Gen.SubListOf(InnerNames)
        from values in Spaced(Value(depth)).ArrayOf(names.Count)
        from spaces in Space.ArrayOf(names.Count)
        select $"{{{string.Join(',', names.Select((n, i) => $"{spaces[i]}\"{n}\"{spaces[^(i + 1)]}:{values[i]}"))}}}";

    private static Gen<string> Spaced(Gen<string> value) => Space.SelectMany(before => value.SelectMany(v => Space.Select(after => before + v + after)));

    private static Gen<T[]> Several<T>(Gen<T> item) => Gen.Choose(0, 3).SelectMany(n => item.ArrayOf(n));

    private static Gen<FieldText> Field(string name, Gen<string> value) =>
        from spaces in Space.ArrayOf(4)
        from v in value
        select new FieldText(name, v, spaces[0], spaces[1] + ":" + spaces[2], spaces[3]);

    private static Gen<FieldText[]> Maybe(string name, params string[] values) =>
        Gen.Frequency((1, Gen.Constant<FieldText[]>([])), (1, Field(name, Gen.Elements(values)).Select(static f => new[] { f })));

    private static Gen<FieldText[]> Unknown() =>
        from names in Gen.SubListOf(OuterNames)
        from fields in Gen.CollectToArray(names.Select(static n => Field(n, Value(3))))
        select fields;

    private static Gen<RequestText> Requests() =>
        from model in Gen.Elements(Models)
        from options in Gen.Elements(Options)
        from withOptions in Gen.Elements(true, false)
        from modelField in Field("model", Gen.Constant(model.Given))
        from messages in Field("messages", List(3))
        from optionsField in Field("stream_options", Gen.Constant(options.Given))
        from unknown in Unknown()
        from rest in Gen.CollectToArray<FieldText[]>(
        [
            Maybe("cache", "null", "{}", "{\"no-cache\":true}", "{ \"ttl\": 5, \"x\":{\"y\":[1,{}]}\n}"),
            Maybe("max_tokens", "null"),
            Maybe("max_completion_tokens", "null"),
            Maybe("stream", "true", "false", "null"),
            Maybe("temperature", "0", "-0", "1e0", "null"),
            Maybe("n", "1", "null"),
        ])
        from order in Gen.Shuffle((FieldText[])[modelField, messages, .. withOptions ? [optionsField] : Array.Empty<FieldText>(), .. unknown, .. rest.SelectMany(static r => r)])
        from before in Space
        from after in Space
        select new RequestText(order, before, after) { UpstreamModel = model.Upstream, OptionsWithUsage = withOptions ? options.WithUsage : null };
}

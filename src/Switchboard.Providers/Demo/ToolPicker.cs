using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Switchboard.Providers.Demo;

/// <summary>Decides which of the offered tools a user's words ask for, and with which arguments.</summary>
internal static partial class ToolPicker
{
    private const int EnoughScore = 2;
    private const int MostCalls = 4;

    // In a tool's name these say little: most tools get or list something.
    private static readonly HashSet<string> Plain =
        new(Words.Stems("current list fetch read run make do execute call tool function retrieve query api new"), StringComparer.Ordinal);

    /// <summary>The calls to make now; empty where no tool fits.</summary>
    public static IReadOnlyList<DemoToolCall> Pick(DemoRequest request, string seed)
    {
        if (request.Tools.Count == 0 || request.ToolChoice == "none")
        {
            return [];
        }
        HashSet<string> called = [.. request.SinceLastUser.SelectMany(message => message.Calls).Select(call => call.Name)];
        if (called.Count > 0 && (request.ForcedTool is not null || request.ToolChoice == "required" || called.Count >= MostCalls))
        {
            return []; // What was demanded has been done; asking again would never end.
        }
        List<(DemoTool Tool, string Clause)> wanted = [.. Wanted(request).Where(pair => !called.Contains(pair.Tool.Name))];
        if (!request.ParallelCalls && wanted.Count > 1)
        {
            wanted.RemoveRange(1, wanted.Count - 1);
        }
        var calls = new List<DemoToolCall>();
        foreach ((DemoTool tool, string clause) in wanted)
        {
            foreach (string text in wanted.Count == 1 && request.ParallelCalls ? PerName(tool, request.LastUserText) : [clause])
            {
                calls.Add(new DemoToolCall($"call_{seed}{calls.Count}", tool.Name, Arguments(tool, text)));
            }
        }
        return calls;
    }

    private static List<(DemoTool Tool, string Clause)> Wanted(DemoRequest request)
    {
        string text = new SpokenFacts(request.LastUserText).Text;
        if (request.ForcedTool is { } forced)
        {
            return [(request.Tools.First(tool => tool.Name == forced), text)];
        }
        var wanted = new List<(DemoTool Tool, string Clause)>();
        foreach (string clause in Clauses().Split(text))
        {
            (DemoTool? tool, double score) = Best(request.Tools, clause);
            if (tool is not null && score >= EnoughScore && !Refusals().IsMatch(clause) && wanted.TrueForAll(pair => pair.Tool != tool) && wanted.Count < MostCalls)
            {
                wanted.Add((tool, clause));
            }
        }
        if (wanted.Count == 0 && request.ToolChoice == "required")
        {
            wanted.Add((Best(request.Tools, text).Tool ?? request.Tools[0], text));
        }
        // A single tool may find its arguments anywhere in what was said.
        return wanted.Count == 1 ? [(wanted[0].Tool, text)] : wanted;
    }

    private static (DemoTool? Tool, double Score) Best(IReadOnlyList<DemoTool> tools, string text)
    {
        HashSet<string> said = [.. Words.Stems(text), .. new SpokenFacts(text).Kinds()];
        DemoTool? best = null;
        double bestScore = 0;
        foreach (DemoTool tool in tools)
        {
            double score = Score(tool, said);
            if (score > bestScore)
            {
                (best, bestScore) = (tool, score);
            }
        }
        return (best, bestScore);
    }

    private static double Score(DemoTool tool, HashSet<string> said)
    {
        HashSet<string> name = [.. Words.Stems(tool.Name)];
        name.ExceptWith(Plain);
        HashSet<string> about = [.. Words.Stems(tool.Description)];
        if (tool.Parameters.ValueKind == JsonValueKind.Object && tool.Parameters.TryGetProperty("properties", out JsonElement properties)
            && properties.ValueKind == JsonValueKind.Object)
        {
            about.UnionWith(properties.EnumerateObject().SelectMany(property => Words.Stems(property.Name)));
        }
        about.ExceptWith(name);
        about.ExceptWith(Plain);
        int inName = said.Count(name.Contains);
        // A name that is covered whole beats one of which only a part was said.
        return (inName * 3) + said.Count(about.Contains) + (name.Count == 0 ? 0 : (double)inName / name.Count);
    }

    /// <summary>One text per name where the tool wants one and the user lists several: the weather in Paris and Rome.</summary>
    private static IEnumerable<string> PerName(DemoTool tool, string text)
    {
        IReadOnlyList<string> names = new SpokenFacts(text).NameList();
        if (names.Count < 2 || !TakesOneName(tool))
        {
            return [text];
        }
        return names.Take(MostCalls).Select(name => "for " + name);
    }

    private static bool TakesOneName(DemoTool tool)
    {
        if (tool.Parameters.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        HashSet<string> required = SchemaReading.Required(tool.Parameters);
        return required.Count == 1 && tool.Parameters.TryGetProperty("properties", out JsonElement properties)
            && properties.TryGetProperty(required.First(), out JsonElement only)
            && SchemaReading.Resolve(tool.Parameters, only) is { ValueKind: JsonValueKind.Object } schema
            && SchemaReading.Type(schema) == "string" && !schema.TryGetProperty("enum", out _)
            && PlaceNames().IsMatch(required.First());
    }

    private static string Arguments(DemoTool tool, string text)
    {
        if (tool.Parameters.ValueKind != JsonValueKind.Object)
        {
            return "{}";
        }
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            new SchemaFiller(tool.Parameters, new ArgumentFinder(new SpokenFacts(text)), json).Write(tool.Name, tool.Parameters);
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    [GeneratedRegex(@"(?<=[.!?;])\s+|,\s+|\s+(?:and|then|also|plus)\s+(?:then\s+|also\s+)?|\n+", RegexOptions.IgnoreCase)]
    private static partial Regex Clauses();

    [GeneratedRegex(@"\b(?:don['’]?t|do not|never|without)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Refusals();

    [GeneratedRegex("city|location|place|country|town|region|zone|name|person|company", RegexOptions.IgnoreCase)]
    private static partial Regex PlaceNames();
}

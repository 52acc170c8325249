using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Switchboard.Gateway.Configuration;

/// <summary>
/// One mapping of the YAML file with typed access. Every fault is collected with its path and line, so that all are reported at once;
/// a key that nothing asked for is a fault too, which catches misspellings.
/// </summary>
internal sealed class ConfigNode(string path, YamlMappingNode? mapping, ConfigFaults faults)
{
    private readonly HashSet<string> _asked = [];

    public string Path { get; } = path;

    public bool IsPresent => mapping is not null;

    public IEnumerable<string> Names => mapping?.Children.Keys.OfType<YamlScalarNode>().Select(static k => k.Value ?? "") ?? [];

    public ConfigNode Section(string name)
    {
        var node = Find(name);
        if (node is null or YamlMappingNode)
        {
            return new ConfigNode(PathOf(name), (YamlMappingNode?)node, faults);
        }

        if (node is not YamlScalarNode { Value: null or "" })
        {
            faults.Add(PathOf(name), node, "must be a mapping of names to values");
        }

        return new ConfigNode(PathOf(name), null, faults);
    }

    public IReadOnlyList<ConfigNode> Sections(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                var nodes = new List<ConfigNode>();
                foreach (var item in list)
                {
                    var itemPath = $"{PathOf(name)}[{nodes.Count.ToString(CultureInfo.InvariantCulture)}]";
                    if (item is not YamlMappingNode)
                    {
                        faults.Add(itemPath, item, "must be a mapping of names to values");
                    }

                    nodes.Add(new ConfigNode(itemPath, item as YamlMappingNode, faults));
                }

                return nodes;
            case var other:
                faults.Add(PathOf(name), other, "must be a list");
                return [];
        }
    }

    public string? Text(string name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                var (text, missing) = EnvironmentText.Expand(scalar.Value ?? "");
                return missing is null && text.Length > 0 ? text : null;
            case var other:
                faults.Add(PathOf(name), other, "must be a single value");
                return null;
        }
    }

    public IReadOnlyList<string> Texts(string name)
    {
        switch (Find(name))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                return [.. list.Select(item => Item(name, item))];
            case YamlScalarNode { Value: { Length: > 0 } } single:
                return [Item(name, single)];
            case var other:
                faults.Add(PathOf(name), other, "must be a list of values");
                return [];
        }
    }

    public T Value<T>(string name, T fallback, TryParse<T> parse, string expectation)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        faults.Add(PathOf(name), Find(name), $"is '{text}', but must be {expectation}");
        return fallback;
    }

    public T? Optional<T>(string name, TryParse<T> parse, string expectation)
        where T : struct =>
        Text(name) is null ? null : Value(name, default, parse, expectation);

    public bool Flag(string name, bool fallback) => Value(name, fallback, bool.TryParse, "true or false");

    public int Port(string name, int fallback) =>
        Value(name, fallback, static (string s, out int v) => int.TryParse(s, CultureInfo.InvariantCulture, out v) && v is >= 0 and <= 65535, "a port from 0 to 65535");

    public TimeSpan Duration(string name, TimeSpan fallback) => Value(name, fallback, Quantities.TryDuration, "a duration such as 500ms, 30s, 10m, 24h or 400d");

    public long Size(string name, long fallback) => Value(name, fallback, Quantities.TrySize, "a size such as 512KB, 32MB or 10GB");

    public void Fault(string name, string message) => faults.Add(PathOf(name), Find(name), message);

    /// <summary>Reports the keys that nothing asked for.</summary>
    public void Close()
    {
        foreach (var name in Names.Where(n => !_asked.Contains(n)))
        {
            faults.Add(PathOf(name), Find(name), $"is not known here; known: {string.Join(", ", _asked.Order(StringComparer.Ordinal).Where(a => a != name))}");
        }
    }

    /// <summary>One value of a list. One that is left out in silence could widen what the list allows.</summary>
    private string Item(string name, YamlNode item)
    {
        if (item is not YamlScalarNode scalar)
        {
            faults.Add(PathOf(name), item, "must be a list of single values");
            return "";
        }

        var (text, missing) = EnvironmentText.Expand(scalar.Value ?? "");
        if (text.Length == 0)
        {
            faults.Add(PathOf(name), item, missing is null ? "has an empty value" : $"has a value whose variable {missing} is not set");
        }

        return text;
    }

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private YamlNode? Find(string name)
    {
        _asked.Add(name);
        return mapping is not null && mapping.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;
    }
}

using YamlDotNet.RepresentationModel;

namespace Switchboard.Gateway.Configuration;

/// <summary>Everything that is wrong with a configuration file.</summary>
internal sealed class ConfigFaults(string file)
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string path, YamlNode? node, string message) =>
        _all.Add(node is null ? $"{file}: {path} {message}" : $"{file}({node.Start.Line},{node.Start.Column}): {path} {message}");

    public void AddLine(string message) => _all.Add($"{file}{message}");
}

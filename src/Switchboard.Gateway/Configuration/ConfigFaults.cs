using YamlDotNet.RepresentationModel;

namespace Switchboard.Gateway.Configuration;

/// <summary>Everything that is wrong with a configuration file.</summary>
internal sealed class ConfigFaults(string file)
{
    private readonly List<string> all = [];

    public IReadOnlyList<string> All => all;

    public void Add(string path, YamlNode? node, string message) =>
        all.Add(node is null ? $"{file}: {path} {message}" : $"{file}({node.Start.Line},{node.Start.Column}): {path} {message}");

    public void AddLine(string message) => all.Add($"{file}{message}");
}

using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>A tool that a request offers.</summary>
internal sealed record DemoTool(string Name, string Description, JsonElement Parameters);

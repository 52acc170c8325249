namespace Switchboard.Providers.Demo;

/// <summary>A call of a tool, with its arguments as JSON.</summary>
internal sealed record DemoToolCall(string Id, string Name, string Arguments);

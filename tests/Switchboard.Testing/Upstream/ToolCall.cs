using System.Collections.Immutable;

namespace Switchboard.Testing.Upstream;

/// <summary>One call that the model asks for.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text.</param>
public sealed record ToolCall(string Name, string Arguments = "{}")
{
    /// <summary>The call's id; without one it is made from its place: call_1, call_2.</summary>
    public string? Id { get; init; }

    /// <summary>The pieces in which a stream sends the arguments; without them, two halves. Their sum should be the arguments.</summary>
    public ImmutableArray<string> Fragments { get; init; } = [Arguments[..(Arguments.Length / 2)], Arguments[(Arguments.Length / 2)..]];

    /// <summary>A call whose arguments are streamed in exactly these pieces.</summary>
    public static ToolCall InFragments(string name, params string[] fragments) =>
        new(name, string.Concat(fragments)) { Fragments = [.. fragments] };
}

using System.Text;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>What the application sees through its client, in words that all clients share.</summary>
public sealed class Seen
{
    public string? Id { get; set; }

    public string? Model { get; set; }

    public string Text { get; set; } = "";

    /// <summary>The text as a stream brought it.</summary>
    public List<string> Pieces { get; set; } = [];

    public List<SeenTool> Calls { get; set; } = [];

    /// <summary>The client's own word for why the answer ended.</summary>
    public string? Finish { get; set; }

    public SeenUsage? Usage { get; set; }

    public List<string>? Models { get; set; }

    public SeenError? Error { get; set; }
}

/// <summary>A tool call, with its place among the calls and the number of pieces in which its arguments came.</summary>
public sealed class SeenTool
{
    private readonly StringBuilder arguments = new();

    public int Index { get; set; }

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Arguments
    {
        get => arguments.ToString();
        set => arguments.Clear().Append(value);
    }

    public int Pieces { get; set; }

    public void Add(string piece)
    {
        arguments.Append(piece);
        Pieces += piece.Length > 0 ? 1 : 0;
    }
}

/// <summary>Tokens; the input includes what came from the vendor's cache.</summary>
public sealed record SeenUsage(long Input, long Output, long CacheRead);

/// <summary>The exception that the client threw.</summary>
public sealed record SeenError(string Type, int? Status, string Message)
{
    public int? RetryAfter { get; init; }

    public string? RequestId { get; init; }
}

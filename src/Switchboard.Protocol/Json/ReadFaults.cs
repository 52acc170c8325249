using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Json;

/// <summary>
/// What was wrong with a request body, and what was let go. Readers go on after a fault with a stand-in value; the first fault is the
/// answer, so that no reader has to unwind.
/// </summary>
internal sealed class ReadFaults
{
    private readonly List<string> _dropped = [];

    /// <summary>The message being read, for the fault's path; -1 outside of messages.</summary>
    public int Message { get; set; } = -1;

    /// <summary>What the dialect calls its list of messages.</summary>
    public string List { get; init; } = "messages";

    public ExchangeError? First { get; private set; }

    public IReadOnlyList<string> Dropped => _dropped;

    public void Add(string field, string message)
    {
        var param = Message < 0 ? field : $"{List}[{Message}].{field}";
        First ??= new(ErrorKind.InvalidRequest, $"{param}: {message}") { Param = param };
    }

    public void Drop(string field)
    {
        if (!_dropped.Contains(field))
        {
            _dropped.Add(field);
        }
    }
}

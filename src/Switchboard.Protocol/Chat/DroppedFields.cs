using System.Collections.Frozen;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// What a writer finds that its dialect has no words for: the first that cannot be let go, and the list of those that can.
/// </summary>
internal sealed class DroppedFields
{
    private readonly List<string> _names = [];
    private readonly HashSet<string> _known = [];
    private readonly Dialect _source;

    /// <param name="request">The request.</param>
    /// <param name="target">The dialect to write.</param>
    /// <param name="kept">Fields of the target's own that the writer passes on from callers of every dialect.</param>
    public DroppedFields(ChatRequest request, Dialect target, FrozenSet<string>? kept = null)
    {
        _source = request.Source;
        foreach (var name in request.Dropped)
        {
            Drop(name);
        }

        if (request.Source != target)
        {
            foreach (var extra in request.Extras.Where(extra => kept?.Contains(extra.Name) != true))
            {
                Drop(extra.Name);
            }
        }
    }

    public ExchangeError? Refusal { get; private set; }

    public void Drop(string name)
    {
        name = AsAsked(name);
        if (_known.Add(name))
        {
            _names.Add(name);
        }
    }

    public void DropIf(bool given, string name)
    {
        if (given)
        {
            Drop(name);
        }
    }

    /// <summary>Where the vendor tells no likelihoods of tokens.</summary>
    public void DropLogprobs(ChatRequest request)
    {
        DropIf(request.Logprobs, "logprobs");
        DropIf(request.TopLogprobs > 0, "top_logprobs");
    }

    public void Refuse(string param, string message) =>
        Refusal ??= new(ErrorKind.InvalidRequest, message) { Param = AsAsked(param), Code = "unsupported_by_model" };

    /// <summary>The name that the caller wrote: writers know the fields by the names of chat completions.</summary>
    private string AsAsked(string name) => _source switch
    {
        Dialect.OpenAiResponses => name switch
        {
            "response_format" => "text.format",
            "response_format.strict" => "text.format.strict",
            "reasoning_effort" => "reasoning.effort",
            "logprobs" => "include",
            "messages" => "input",
            _ => name.StartsWith("messages.", StringComparison.Ordinal) ? "input" + name["messages".Length..] : name,
        },
        Dialect.AnthropicMessages => name switch
        {
            // Its formats are always strict.
            "response_format" or "response_format.strict" => "output_config.format",
            "reasoning_effort" => "thinking",
            "messages.reasoning_content" => "messages.thinking",
            "stop" => "stop_sequences",
            "user" => "metadata.user_id",
            "parallel_tool_calls" => "tool_choice.disable_parallel_tool_use",
            _ => name,
        },
        _ => name,
    };

    public Outcome<IReadOnlyList<string>> ToOutcome() => Refusal is null ? new(_names) : new(Refusal);
}

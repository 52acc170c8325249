using Switchboard.Testing.Upstream;

namespace Switchboard.Testing.Verbs;

/// <summary>Runs the scripted upstream as a program, until it is told to stop.</summary>
internal static class UpstreamCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        UpstreamVerb verb;
        try
        {
            verb = UpstreamVerb.Parse(args);
        }
        catch (FormatException fault)
        {
            await errors.WriteLineAsync(fault.Message);
            return 2;
        }
        if (verb.ShowHelp)
        {
            await output.WriteLineAsync(UpstreamVerb.Help);
            return 0;
        }
        var lines = TextWriter.Synchronized(output);
        await using var upstream = await ScriptedUpstream.StartAsync(new UpstreamOptions
        {
            Port = verb.Port,
            Tls = verb.Tls,
            Record = false,
            OnRequest = verb.Quiet ? null : request => lines.WriteLine(request),
        });
        var reply = ReplyOf(verb);
        upstream.OpenAi.Reply(reply);
        upstream.Anthropic.Reply(reply);
        upstream.Gemini.Reply(reply);
        upstream.Cohere.Reply(reply);
        upstream.Ollama.Reply(reply);
        upstream.Bedrock.Reply(reply);
        await output.WriteLineAsync(upstream.BaseUrl);
        await output.FlushAsync(CancellationToken.None);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
        return 0;
    }

    internal static Reply ReplyOf(UpstreamVerb verb)
    {
        var text = verb.Text;
        if (verb.Size is { } size)
        {
            text = string.Concat(Enumerable.Repeat(text + " ", (size / (text.Length + 1)) + 1))[..size];
        }
        var reply = Script.Text(text);
        reply = verb.Frames is { } frames ? reply.InChunks(frames) : reply;
        reply = verb.Delay > TimeSpan.Zero ? reply.Delayed(verb.Delay) : reply;
        return verb.Interval > TimeSpan.Zero ? reply.Paced(verb.Interval) : reply;
    }
}

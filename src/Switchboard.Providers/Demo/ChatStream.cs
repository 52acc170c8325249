using System.IO.Pipelines;

namespace Switchboard.Providers.Demo;

/// <summary>Streams an answer as OpenAI's server-sent chunks into a pipe, no faster than it is read.</summary>
internal sealed class ChatStream(DemoRequest request, DemoAnswer answer, string id, long created, TimeProvider time)
{
    // Small, so that a reader who stops reading stops the answer too.
    private static readonly PipeOptions Limits = new(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048, useSynchronizationContext: false);

    /// <summary>Starts to answer; disposing the stream ends it.</summary>
    public Stream Start(CancellationToken cancel)
    {
        var pipe = new Pipe(Limits);
        _ = WriteAsync(pipe.Writer, cancel);
        return pipe.Reader.AsStream();
    }

    private async Task WriteAsync(PipeWriter pipe, CancellationToken cancel)
    {
        Exception? fault = null;
        try
        {
            await AnswerAsync(pipe, cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            fault = e; // The reader gets it; nobody awaits this task.
        }
        finally
        {
            await pipe.CompleteAsync(fault).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(PipeWriter pipe, CancellationToken cancel)
    {
        using var chunks = new ChunkWriter(pipe, request, id, created);
        chunks.Role();
        bool read = await FlushAsync(pipe, cancel).ConfigureAwait(false);
        for (int i = 0; read && i < answer.Pieces.Count; i++)
        {
            await PauseAsync(cancel).ConfigureAwait(false);
            chunks.Content(answer.Pieces[i]);
            read = await FlushAsync(pipe, cancel).ConfigureAwait(false);
        }
        for (int i = 0; read && i < answer.Calls.Count; i++)
        {
            await PauseAsync(cancel).ConfigureAwait(false);
            chunks.Call(i, answer.Calls[i]);
            read = await FlushAsync(pipe, cancel).ConfigureAwait(false);
        }
        if (read)
        {
            chunks.Finish(answer.FinishReason);
            if (request.IncludeUsage)
            {
                chunks.Usage(answer);
            }
            chunks.Done();
            await FlushAsync(pipe, cancel).ConfigureAwait(false);
        }
    }

    private Task PauseAsync(CancellationToken cancel) =>
        request.Model.Pace > TimeSpan.Zero ? Task.Delay(request.Model.Pace, time, cancel) : Task.CompletedTask;

    /// <summary>True while someone reads.</summary>
    private static async ValueTask<bool> FlushAsync(PipeWriter pipe, CancellationToken cancel) =>
        !(await pipe.FlushAsync(cancel).ConfigureAwait(false)).IsCompleted;
}
